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
  /** Ids of rows of a kind that must be known. If a list is cut and lacks one, the row is read by itself. */
  readonly rows: Readonly<Record<Kind, ReadonlySet<string>>>
  /** Short names of accounts to be created. If the list is cut, accounts with these names are looked up. */
  readonly newAccounts: ReadonlySet<string>
  /** Whether rows are copied from this server. It is then read even if nothing may be changed on it. */
  readonly source: boolean
  /** Usernames of the accounts whose allow list must be known. */
  readonly lists: ReadonlySet<string>
}

interface NeededRead {
  readonly kind?: Kind
  readonly sinceMs?: number
  /** The id of a row of that kind. */
  readonly row?: string
  readonly newAccount?: string
  readonly hint?: Kind
  readonly source?: boolean
  readonly list?: string
}

const nothingRead = () => ({
  kinds: new Set<Kind>(),
  sinceMs: {} as Partial<Record<Kind, number>>,
  rows: { ftp: new Set<string>(), cron: new Set<string>() },
  newAccounts: new Set<string>(),
  hints: new Set<Kind>(),
  source: false,
  lists: new Set<string>(),
})

/** Collects the needed reads into one planned read per server, in the order in which servers are first named. */
export function createPlannedReads(): {
  add(serverId: string, needed: NeededRead): void
  list(): readonly PlannedRead[]
} {
  const plannedReads = new Map<string, ReturnType<typeof nothingRead>>()
  return {
    add(serverId, { kind, sinceMs, row, newAccount, hint, source = false, list }) {
      const plannedRead = plannedReads.get(serverId) ?? nothingRead()
      plannedReads.set(serverId, plannedRead)
      if (kind) plannedRead.kinds.add(kind)
      if (kind && sinceMs !== undefined) plannedRead.sinceMs[kind] = Math.max(plannedRead.sinceMs[kind] ?? 0, sinceMs)
      if (kind && row !== undefined) plannedRead.rows[kind].add(row)
      if (newAccount !== undefined) plannedRead.newAccounts.add(newAccount)
      if (hint) plannedRead.hints.add(hint)
      if (list !== undefined) plannedRead.lists.add(list)
      plannedRead.source ||= source
    },
    list: () => [...plannedReads].map(([serverId, plannedRead]) => ({ serverId, ...plannedRead })),
  }
}
