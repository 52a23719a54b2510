import type { CronJob } from '../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import type { CronSlice, FtpSlice } from '../../shared/model/inventory.ts'
import type { ServerProfile } from '../../shared/model/server.ts'

/** One account or job in a combined table. `key` is `serverId/kind/id` and stays the same after a refresh. */
export interface FtpRow {
  readonly key: string
  readonly server: ServerProfile
  readonly account: FtpAccount
}
export interface CronRow {
  readonly key: string
  readonly server: ServerProfile
  readonly job: CronJob
}

/** Caches `make` for each slice until the slice or its server's profile is replaced. */
function rowsPerSlice<S extends object, R>(make: (slice: S, server: ServerProfile) => readonly R[]) {
  const known = new WeakMap<S, { readonly server: ServerProfile; readonly rows: readonly R[] }>()
  return (slice: S, server: ServerProfile): readonly R[] => {
    const hit = known.get(slice)
    if (hit && hit.server === server) return hit.rows
    const rows = make(slice, server)
    known.set(slice, { server, rows })
    return rows
  }
}

// Builds the key as the model's `rowKey` does, because the page imports only types from the model.
export const ftpRowsOf = rowsPerSlice<FtpSlice, FtpRow>((slice, server) =>
  slice.rows.map((account) => ({ key: `${slice.serverId}/ftp/${account.username}`, server, account })),
)
export const cronRowsOf = rowsPerSlice<CronSlice, CronRow>((slice, server) =>
  slice.rows.map((job) => ({ key: `${slice.serverId}/cron/${job.id}`, server, job })),
)
