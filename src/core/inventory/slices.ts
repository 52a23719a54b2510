import type { CronJob } from '../../shared/model/cron.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { CronSlice, FtpSlice } from '../../shared/model/inventory.ts'
import { offsetMinutesOf } from '../../shared/cron/server-time.ts'
import type { ReportedRow } from '../panel/types.ts'

/**
 * Returns the rows for the screens, where `enabled` is true or false. If the panel does not report it, the last
 * known value stays; a new row counts as enabled. If all rows report it, `last` is not called, because it reads
 * from the disk.
 */
export function withSwitches<Row extends { readonly enabled: boolean }>(
  reported: readonly ReportedRow<Row>[],
  last: () => readonly Row[],
  idOf: (row: ReportedRow<Row>) => string | number,
): readonly Row[] {
  if (reported.every((row) => row.enabled !== null)) return reported as readonly Row[]
  const known = new Map(last().map((row) => [idOf(row), row]))
  return reported.map((row) => withSwitch(row, known.get(idOf(row))))
}

/** Does the same for one row. */
export function withSwitch<Row extends { readonly enabled: boolean }>(
  reported: ReportedRow<Row>,
  known: Row | undefined,
): Row {
  return { ...reported, enabled: reported.enabled ?? known?.enabled ?? true } as unknown as Row
}

/**
 * Fills in the new rows of a panel whose list lacks `allowed_ips`. A list that was read on its own stays known as
 * long as the account's `updated_at` shows that the account has not changed since.
 */
export function keepKnownIps(newRows: readonly FtpAccount[], last: readonly FtpAccount[]): readonly FtpAccount[] {
  const known = new Map(last.filter((row) => row.allowedIps !== null).map((row) => [row.username, row]))
  return newRows.map((row) => {
    if (row.allowedIps !== null) return row
    const old = known.get(row.username)
    return old && old.updatedAt === row.updatedAt ? { ...row, allowedIps: old.allowedIps } : row
  })
}

/**
 * Returns the new rows, except those about which something newer is known: they stay as they are in `last`, or stay
 * removed. If `isNewer` is null there are no such rows, and `last` is not called, because it reads from the disk.
 */
export function keepNewer<Row>(
  newRows: readonly Row[],
  last: () => readonly Row[],
  idOf: (row: Row) => string | number,
  isNewer: ((id: string | number) => boolean) | null,
): readonly Row[] {
  if (isNewer === null) return newRows
  const kept = new Map(
    last()
      .filter((row) => isNewer(idOf(row)))
      .map((row) => [idOf(row), row]),
  )
  const listed = new Set(newRows.map(idOf))
  const rows = newRows.flatMap((row) => {
    if (!isNewer(idOf(row))) return [row]
    const keptRow = kept.get(idOf(row))
    return keptRow === undefined ? [] : [keptRow]
  })
  return [...rows, ...[...kept].filter(([id]) => !listed.has(id)).map(([, row]) => row)]
}

/** Returns the slice in which the account replaces the one with its username, or is added at the end. */
export function withAccount(slice: FtpSlice, account: FtpAccount): FtpSlice {
  const index = slice.rows.findIndex((row) => row.username === account.username)
  const rows = index < 0 ? [...slice.rows, account] : slice.rows.with(index, account)
  return { ...slice, rows, total: index < 0 ? addTo(slice.total, 1) : slice.total }
}

export function withoutAccount(slice: FtpSlice, username: string): FtpSlice {
  const rows = slice.rows.filter((row) => row.username !== username)
  return { ...slice, rows, total: addTo(slice.total, rows.length - slice.rows.length) }
}

/** Returns the slice in which the job replaces the one with its id, or is added at the end. */
export function withJob(slice: CronSlice, job: CronJob): CronSlice {
  const index = slice.rows.findIndex((row) => row.id === job.id)
  const rows = index < 0 ? [...slice.rows, job] : slice.rows.with(index, job)
  return { ...slice, rows, total: index < 0 ? addTo(slice.total, 1) : slice.total }
}

export function withoutJob(slice: CronSlice, id: number): CronSlice {
  const rows = slice.rows.filter((row) => row.id !== id)
  return { ...slice, rows, total: addTo(slice.total, rows.length - slice.rows.length) }
}

const addTo = (total: number | null, change: number): number | null => (total === null ? null : total + change)

/** A panel's offset from UTC in minutes, and the instant for which it was printed. */
export interface PanelOffset {
  readonly utcOffsetMin: number
  readonly utcOffsetAtMs: number
}

/** Returns the offset in the latest time of these rows, last runs of jobs included; null if no row carries one. */
export function newestOffset(rows: readonly (FtpAccount | CronJob)[]): PanelOffset | null {
  let newest: PanelOffset | null = null
  for (const row of rows) {
    for (const at of [row.updatedAt ?? row.createdAt, 'lastRunAt' in row ? row.lastRunAt : null]) {
      const utcOffsetAtMs = at === null ? NaN : Date.parse(at)
      if (at === null || !(utcOffsetAtMs > (newest?.utcOffsetAtMs ?? -Infinity))) continue
      const utcOffsetMin = offsetMinutesOf(at)
      if (utcOffsetMin !== null) newest = { utcOffsetMin, utcOffsetAtMs }
    }
  }
  return newest
}
