import type { Kind } from '../../../shared/model/inventory.ts'

/** What a plan needs to know of one server, and how fresh it must be. */
export interface PlannedRead {
  readonly serverId: string
  /** Kinds whose rows must be fresh. */
  readonly kinds: ReadonlySet<Kind>
  /** The wall time at or before which a snapshot of a kind is too old. */
  readonly sinceMs: Readonly<Partial<Record<Kind, number>>>
  /** Kinds whose rows help at any age. They are read only if no read of them was tried since Wisdeck started. */
  readonly hints: ReadonlySet<Kind>
  /** Whether rows are copied from this server. It is then read even if nothing may be changed on it. */
  readonly source: boolean
  /** Usernames of the accounts whose allow list must be known. */
  readonly lists: ReadonlySet<string>
}

interface NeededRead {
  readonly kind?: Kind
  readonly sinceMs?: number
  readonly hint?: Kind
  readonly source?: boolean
  readonly list?: string
}

/** Collects the needed reads into one planned read per server, in the order in which servers are first named. */
export function createPlannedReads(): {
  add(serverId: string, needed: NeededRead): void
  list(): readonly PlannedRead[]
} {
  const plannedReads = new Map<
    string,
    { kinds: Set<Kind>; sinceMs: Partial<Record<Kind, number>>; hints: Set<Kind>; source: boolean; lists: Set<string> }
  >()
  return {
    add(serverId, { kind, sinceMs, hint, source = false, list }) {
      const plannedRead = plannedReads.get(serverId) ?? {
        kinds: new Set<Kind>(),
        sinceMs: {},
        hints: new Set<Kind>(),
        source: false,
        lists: new Set<string>(),
      }
      plannedReads.set(serverId, plannedRead)
      if (kind) plannedRead.kinds.add(kind)
      if (kind && sinceMs !== undefined) plannedRead.sinceMs[kind] = Math.max(plannedRead.sinceMs[kind] ?? 0, sinceMs)
      if (hint) plannedRead.hints.add(hint)
      if (list !== undefined) plannedRead.lists.add(list)
      plannedRead.source ||= source
    },
    list: () => [...plannedReads].map(([serverId, plannedRead]) => ({ serverId, ...plannedRead })),
  }
}
