import type { ListedKind } from '../../shared/kinds/index.ts'
import { cronJobs } from './cron/index.ts'
import { ftpAccounts } from './ftp/index.ts'
import { anyKind, type RowKind, type RowTable } from './kind.ts'

/** Every kind of rows, by its name. A kind is registered by its line here. */
export const rowKinds: Readonly<Record<ListedKind, RowKind>> = {
  ftp: anyKind(ftpAccounts),
  cron: anyKind(cronJobs),
}

/** Every kind, in the order of the side bar. */
export const allKinds: readonly RowKind[] = Object.values(rowKinds)

/** Loads the tables of all kinds. */
export async function loadTables(): Promise<ReadonlyMap<ListedKind, RowTable>> {
  return new Map(await Promise.all(allKinds.map(async (rowKind) => [rowKind.kind, await rowKind.loadTable()] as const)))
}
