import type { ListedKind, RowOf } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import { offsetMinutesOf } from '../../shared/cron/server-time.ts'
import type { ReportedOf } from '../kinds/index.ts'
import type { RowKind } from '../kinds/kind.ts'

/** Rows of a kind as screens show them, and as its panel sent them. */
export type Row = RowOf<ListedKind>
type Reported = ReportedOf<ListedKind>
type IdOf = Pick<RowKind<Reported>, 'idOf'>

/**
 * Returns the rows for the screens, where `enabled` is true or false. If the panel does not report it, the last
 * known value stays; a new row counts as enabled. If all rows report it, `last` is not called, because it reads
 * from the disk.
 */
export function withSwitches(
  reported: readonly Reported[],
  last: () => readonly Row[],
  { idOf }: IdOf,
): readonly Row[] {
  if (reported.every((row) => row.enabled !== null)) return reported as readonly Row[]
  const known = new Map(last().map((row) => [idOf(row), row]))
  return reported.map((row) => withSwitch(row, known.get(idOf(row))))
}

/** Does the same for one row. */
export function withSwitch(reported: Reported, known: Row | undefined): Row {
  return { ...reported, enabled: reported.enabled ?? known?.enabled ?? true } as Row
}

/** Returns a row's value of a field by its name. */
const valueOf = (row: Reported, field: string): unknown => (row as Readonly<Record<string, unknown>>)[field]

/** Returns whether a row lacks a field that the panel shows only if the row is read by itself. */
export const isPartial = (row: Reported, { ownRead }: Pick<RowKind<Reported>, 'ownRead'>): boolean =>
  ownRead.some((field) => valueOf(row, field) === null)

/**
 * Fills in the new rows of a panel whose list lacks a field, such as `allowed_ips`. A value that was read with its row
 * stays known as long as the row's `updated_at` shows that the row has not changed since.
 */
export function keepOwnRead(
  newRows: readonly Row[],
  last: () => readonly Row[],
  { idOf, ownRead }: Pick<RowKind<Reported>, 'idOf' | 'ownRead'>,
): readonly Row[] {
  const unlisted =
    newRows.length === 0 ? [] : ownRead.filter((field) => newRows.every((row) => valueOf(row, field) === null))
  if (unlisted.length === 0) return newRows
  const known = new Map(last().map((row) => [idOf(row), row]))
  return newRows.map((row) => {
    const old = known.get(idOf(row))
    if (old === undefined || old.updatedAt !== row.updatedAt) return row
    return { ...row, ...Object.fromEntries(unlisted.map((field) => [field, valueOf(old, field)])) } as Row
  })
}

/**
 * Returns the new rows, except those about which something newer is known: they stay as they are in `last`, or stay
 * removed. If `isNewer` is null there are no such rows, and `last` is not called, because it reads from the disk.
 */
export function keepNewer<R>(
  newRows: readonly R[],
  last: () => readonly R[],
  { idOf }: { idOf(row: R): string },
  isNewer: ((id: string) => boolean) | null,
): readonly R[] {
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

/** Returns the slice in which the row replaces the one with its id, or is added at the end. */
export function withRow(slice: Slice, row: Row, { idOf }: IdOf): Slice {
  const index = slice.rows.findIndex((one) => idOf(one) === idOf(row))
  const rows = index < 0 ? [...slice.rows, row] : (slice.rows as readonly Row[]).with(index, row)
  return { ...slice, rows, total: index < 0 ? addTo(slice.total, 1) : slice.total } as Slice
}

export function withoutRow(slice: Slice, id: string, { idOf }: IdOf): Slice {
  const rows = (slice.rows as readonly Row[]).filter((row) => idOf(row) !== id)
  return { ...slice, rows, total: addTo(slice.total, rows.length - slice.rows.length) } as Slice
}

/** Returns the slice with these rows instead, by id; the slice itself if they are the same. */
export function withRows(slice: Slice, rows: ReadonlyMap<string, Row>, { idOf }: IdOf): Slice {
  const known = slice.rows as readonly Row[]
  if (known.length === rows.size && known.every((row) => rows.get(idOf(row)) === row)) return slice
  return { ...slice, rows: [...rows.values()], total: addTo(slice.total, rows.size - known.length) } as Slice
}

const addTo = (total: number | null, change: number): number | null => (total === null ? null : total + change)

/** A panel's offset from UTC in minutes, and the instant for which it was printed. */
export interface PanelOffset {
  readonly utcOffsetMin: number
  readonly utcOffsetAtMs: number
}

/** Returns the offset in the latest time of these rows, last runs of jobs included; null if no row carries one. */
export function newestOffset(
  rows: readonly Row[],
  { timesOf }: Pick<RowKind<Reported>, 'timesOf'>,
): PanelOffset | null {
  let newest: PanelOffset | null = null
  for (const row of rows) {
    for (const at of timesOf(row)) {
      const utcOffsetAtMs = at === null ? NaN : Date.parse(at)
      if (at === null || !(utcOffsetAtMs > (newest?.utcOffsetAtMs ?? -Infinity))) continue
      const utcOffsetMin = offsetMinutesOf(at)
      if (utcOffsetMin !== null) newest = { utcOffsetMin, utcOffsetAtMs }
    }
  }
  return newest
}
