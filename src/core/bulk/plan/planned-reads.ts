import type { Kind } from '../../../shared/model/inventory.ts'

/** What a plan must know of one server before it can be reckoned. */
export interface PlannedRead {
  readonly serverId: string
  /** Kinds whose rows must be fresh. */
  readonly kinds: ReadonlySet<Kind>
  /** Rows of these kinds that were read before this moment (wall time) do not do. */
  readonly sinceMs: Readonly<Partial<Record<Kind, number>>>
  /** Kinds whose rows help, of whatever age: read only where they never were. */
  readonly hints: ReadonlySet<Kind>
  /** Rows are taken from here, so it is read even where nothing may be changed. */
  readonly source: boolean
  /** Accounts whose list of addresses must be known. */
  readonly lists: ReadonlySet<string>
}

interface Wanted {
  readonly kind?: Kind
  readonly sinceMs?: number
  readonly hint?: Kind
  readonly source?: boolean
  readonly list?: string
}

/** Gathers what is wanted of each server into one reading a server, in the order in which servers are first named. */
export function createPlannedReads(): { want(serverId: string, wanted: Wanted): void; all(): readonly PlannedRead[] } {
  const plannedReads = new Map<
    string,
    { kinds: Set<Kind>; sinceMs: Partial<Record<Kind, number>>; hints: Set<Kind>; source: boolean; lists: Set<string> }
  >()
  return {
    want(serverId, { kind, sinceMs, hint, source = false, list }) {
      const one = plannedReads.get(serverId) ?? {
        kinds: new Set<Kind>(),
        sinceMs: {},
        hints: new Set<Kind>(),
        source: false,
        lists: new Set<string>(),
      }
      plannedReads.set(serverId, one)
      if (kind) one.kinds.add(kind)
      if (kind && sinceMs !== undefined) one.sinceMs[kind] = Math.max(one.sinceMs[kind] ?? 0, sinceMs)
      if (hint) one.hints.add(hint)
      if (list !== undefined) one.lists.add(list)
      one.source ||= source
    },
    all: () => [...plannedReads].map(([serverId, one]) => ({ serverId, ...one })),
  }
}
