import { eachListedKind, type ListedKind } from '../../shared/kinds/index.ts'
import type { RowFacts } from '../../shared/model/plan.ts'

/** What a plan needs to know of one server, and how fresh it must be. */
export interface PlannedRead {
  readonly serverId: string
  /** Kinds whose rows must be fresh. */
  readonly kinds: ReadonlySet<ListedKind>
  /** The wall time at or before which a snapshot of a kind is too old. */
  readonly sinceMs: Readonly<Partial<Record<ListedKind, number>>>
  /** Kinds whose rows help at any age. They are read only if no read of them was tried since Wisdeck started. */
  readonly hints: ReadonlySet<ListedKind>
  /** Ids of rows of a kind that must be known. If a list is cut and lacks one, the row is read by itself. */
  readonly rows: Readonly<Record<ListedKind, ReadonlySet<string>>>
  /** The values of rows to be created. If the list is cut, rows with the ids that they would get are looked up. */
  readonly newRows: Readonly<Record<ListedKind, readonly RowFacts[]>>
  /** Whether rows are copied from this server. It is then read even if nothing may be changed on it. */
  readonly source: boolean
  /** Ids of rows of a kind of which the fields must be known that lists of some panels leave out. */
  readonly whole: Readonly<Record<ListedKind, ReadonlySet<string>>>
}

interface NeededRead {
  readonly kind?: ListedKind
  readonly sinceMs?: number
  /** The id of a row of that kind. */
  readonly row?: string
  /** The values of a row of that kind that is to be created. */
  readonly newRow?: RowFacts
  readonly hint?: ListedKind
  readonly source?: boolean
  /** Whether the fields of that row must be known that lists of some panels leave out. */
  readonly whole?: boolean
}

const nothingRead = () => ({
  kinds: new Set<ListedKind>(),
  sinceMs: {} as Partial<Record<ListedKind, number>>,
  rows: eachListedKind(() => new Set<string>()),
  newRows: eachListedKind((): RowFacts[] => []),
  hints: new Set<ListedKind>(),
  source: false,
  whole: eachListedKind(() => new Set<string>()),
})

/** Joins the planned reads of several steps into one for each server. */
export function joinedReads(steps: readonly (readonly PlannedRead[])[]): readonly PlannedRead[] {
  if (steps.length === 1) return steps[0] ?? []
  const joined = new Map<string, PlannedRead>()
  for (const read of steps.flat()) {
    const known = joined.get(read.serverId)
    joined.set(read.serverId, known ? joinedRead(known, read) : read)
  }
  return [...joined.values()]
}

const joinedRead = (one: PlannedRead, other: PlannedRead): PlannedRead => ({
  serverId: one.serverId,
  kinds: new Set([...one.kinds, ...other.kinds]),
  sinceMs: { ...one.sinceMs, ...other.sinceMs },
  hints: new Set([...one.hints, ...other.hints]),
  rows: eachListedKind((kind) => new Set([...one.rows[kind], ...other.rows[kind]])),
  newRows: eachListedKind((kind) => [...one.newRows[kind], ...other.newRows[kind]]),
  source: one.source || other.source,
  whole: eachListedKind((kind) => new Set([...one.whole[kind], ...other.whole[kind]])),
})

/** Collects the needed reads into one planned read per server, in the order in which servers are first named. */
export function createPlannedReads(): {
  add(serverId: string, needed: NeededRead): void
  list(): readonly PlannedRead[]
} {
  const plannedReads = new Map<string, ReturnType<typeof nothingRead>>()
  return {
    add(serverId, { kind, sinceMs, row, newRow, hint, source = false, whole = false }) {
      const plannedRead = plannedReads.get(serverId) ?? nothingRead()
      plannedReads.set(serverId, plannedRead)
      if (kind) plannedRead.kinds.add(kind)
      if (kind && sinceMs !== undefined) plannedRead.sinceMs[kind] = Math.max(plannedRead.sinceMs[kind] ?? 0, sinceMs)
      if (kind && row !== undefined) plannedRead.rows[kind].add(row)
      if (kind && newRow !== undefined) plannedRead.newRows[kind].push(newRow)
      if (hint) plannedRead.hints.add(hint)
      if (kind && row !== undefined && whole) plannedRead.whole[kind].add(row)
      plannedRead.source ||= source
    },
    list: () => [...plannedReads].map(([serverId, plannedRead]) => ({ serverId, ...plannedRead })),
  }
}
