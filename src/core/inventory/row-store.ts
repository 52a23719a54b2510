import type { CronJob } from '../../shared/model/cron.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { CronSlice, FtpSlice } from '../../shared/model/inventory.ts'
import type { ReportedRow } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { VersionClock, Version } from './version-clock.ts'
import { withAccount, withJob, withoutAccount, withoutJob, withSwitch, withSwitches } from './slices.ts'
import type { StatusBoard } from './status-board.ts'

type SliceStoreDeps = Pick<InventoryDeps, 'storage' | 'emit'> & { readonly board: StatusBoard }

/** The slices on disk. Each slice that is stored is also counted and shown. */
export function createSliceStore({ storage, emit, board }: SliceStoreDeps) {
  return {
    ftp: (serverId: string): FtpSlice =>
      storage.snapshots.ftp([serverId])[0] ?? { serverId, kind: 'ftp', rows: [], readAtMs: null, total: null },
    cron: (serverId: string): CronSlice =>
      storage.snapshots.cron([serverId])[0] ?? { serverId, kind: 'cron', rows: [], readAtMs: null, total: null },
    put(slice: FtpSlice | CronSlice): void {
      if (!storage.servers.get(slice.serverId)) return
      const jsonText = storage.snapshots.put(slice)
      board.counted(slice.serverId, slice.kind, slice.rows.length)
      emit('inventory.sliceChanged', { jsonText })
    },
  }
}

/** Puts single rows that were read or are gone into their slices, unless something newer is known about them. */
export function createRowStore(slices: ReturnType<typeof createSliceStore>, versionClock: VersionClock) {
  return {
    accountRead(
      serverId: string,
      reported: ReportedRow<FtpAccount>,
      askedAt: Version = versionClock.next(),
    ): FtpAccount {
      const slice = slices.ftp(serverId)
      const account = withSwitch(
        reported,
        slice.rows.find((row) => row.username === reported.username),
      )
      if (versionClock.rowReported(serverId, 'ftp', account.username, askedAt)) slices.put(withAccount(slice, account))
      return account
    },
    accountsRead(serverId: string, reported: readonly ReportedRow<FtpAccount>[], askedAt: Version): void {
      const slice = slices.ftp(serverId)
      const accounts = withSwitches(
        reported,
        () => slice.rows,
        (row) => row.username,
      )
      const newerRows = new Map(
        accounts
          .filter((row) => versionClock.rowReported(serverId, 'ftp', row.username, askedAt))
          .map((row) => [row.username, row]),
      )
      if (newerRows.size > 0)
        slices.put({ ...slice, rows: slice.rows.map((row) => newerRows.get(row.username) ?? row) })
    },
    accountGone(serverId: string, username: string): void {
      versionClock.rowReported(serverId, 'ftp', username, versionClock.next())
      slices.put(withoutAccount(slices.ftp(serverId), username))
    },
    jobRead(serverId: string, reported: ReportedRow<CronJob>, askedAt: Version = versionClock.next()): CronJob {
      const slice = slices.cron(serverId)
      const job = withSwitch(
        reported,
        slice.rows.find((row) => row.id === reported.id),
      )
      if (versionClock.rowReported(serverId, 'cron', job.id, askedAt)) slices.put(withJob(slice, job))
      return job
    },
    jobGone(serverId: string, id: number): void {
      versionClock.rowReported(serverId, 'cron', id, versionClock.next())
      slices.put(withoutJob(slices.cron(serverId), id))
    },
  }
}
