import type { ErrorValue } from '../../shared/errors.ts'
import { eachListedKind, type ListedKind } from '../../shared/kinds/index.ts'
import type { KindStatus, ServerStatus } from '../../shared/model/inventory.ts'
import type { PanelFacts } from '../storage/types.ts'
import type { InventoryDeps } from './deps.ts'
import { health } from './health.ts'
import type { PanelOffset } from './slices.ts'

const noFacts: PanelFacts = {
  username: null,
  role: null,
  version: null,
  utcOffsetMin: null,
  utcOffsetAtMs: null,
  listHasAllowedIps: null,
}

interface Entry {
  readonly refreshing: boolean
  readonly kinds: ServerStatus['kinds']
}

const untried: KindStatus = { readAtMs: null, triedAtMs: null, count: 0, error: null }
const unreadEntry: Entry = {
  refreshing: false,
  kinds: eachListedKind(() => untried),
}

/** Returns the entry with other values in the status of one kind. */
const withKind = (entry: Entry, kind: ListedKind, values: Partial<KindStatus>): Entry => ({
  ...entry,
  kinds: { ...entry.kinds, [kind]: { ...entry.kinds[kind], ...values } },
})

/** The status of every server. An entry is replaced and announced whenever something in it changes. */
export interface StatusBoard {
  status(id: string): ServerStatus
  began(id: string): void
  /** Notes that the read of all requested kinds is over. */
  ended(id: string): void
  succeeded(id: string, kind: ListedKind, readAtMs: number): void
  failed(id: string, kind: ListedKind, error: ErrorValue): void
  counted(id: string, kind: ListedKind, count: number): void
  learn(id: string, facts: Partial<PanelFacts>): void
  /** Stores this offset unless one of a later instant is known: with daylight saving time, lists may differ in it. */
  offsetSeen(id: string, offset: PanelOffset): void
  forget(id: string): void
  /** Emits the status of this server to the page. */
  announce(id: string): void
}

function fromSnapshots({ snapshots }: Pick<InventoryDeps['storage'], 'snapshots'>): Map<string, Entry> {
  const found = new Map<string, Entry>()
  for (const { serverId, kind, readAtMs, count } of snapshots.heads()) {
    found.set(serverId, withKind(found.get(serverId) ?? unreadEntry, kind, { readAtMs, count }))
  }
  return found
}

function statusOf(serverId: string, { refreshing, kinds }: Entry, facts: PanelFacts): ServerStatus {
  const { username, role, version, asked, utcOffsetMin, clockAheadMs = null, listHasAllowedIps } = facts
  return {
    serverId,
    health: health(Object.values(kinds)),
    refreshing,
    kinds,
    panel: asked || username !== null || role !== null || version !== null ? { username, role, version } : null,
    utcOffsetMin,
    clockAheadMs,
    listHasAllowedIps,
  }
}

export function createStatusBoard(deps: Pick<InventoryDeps, 'storage' | 'clock' | 'emit'>): StatusBoard {
  /** The stored status of all servers, read together when first needed. All later changes pass through this board. */
  let known: Map<string, Entry> | null = null
  const factsOf = new Map<string, PanelFacts>()

  const facts = (id: string): PanelFacts => {
    const known = factsOf.get(id) ?? deps.storage.facts.get(id) ?? noFacts
    factsOf.set(id, known)
    return known
  }

  const entries = (): Map<string, Entry> => (known ??= fromSnapshots(deps.storage))
  const entry = (id: string): Entry => entries().get(id) ?? unreadEntry

  const status = (id: string): ServerStatus => statusOf(id, entry(id), facts(id))

  const change = (id: string, next: Partial<Entry>) => {
    if (!deps.storage.servers.get(id)) return
    entries().set(id, { ...entry(id), ...next })
    deps.emit('inventory.statusChanged', status(id))
  }

  const learn = (id: string, learned: Partial<PanelFacts>) => {
    const next = { ...facts(id), ...learned }
    if (JSON.stringify(next) === JSON.stringify(facts(id)) || !deps.storage.servers.get(id)) return
    factsOf.set(id, next)
    deps.storage.facts.put(id, next)
    change(id, {})
  }

  return {
    status,
    learn,
    began: (id) => change(id, { refreshing: true }),
    ended: (id) => change(id, { refreshing: false }),
    succeeded: (id, kind, readAtMs) =>
      change(id, withKind(entry(id), kind, { readAtMs, triedAtMs: readAtMs, error: null })),
    failed: (id, kind, error) => change(id, withKind(entry(id), kind, { triedAtMs: deps.clock.now(), error })),
    counted: (id, kind, count) => {
      if (entry(id).kinds[kind].count !== count) change(id, withKind(entry(id), kind, { count }))
    },
    offsetSeen(id, offset) {
      const known = facts(id)
      if (offset.utcOffsetAtMs < (known.utcOffsetAtMs ?? -Infinity)) return
      // Every run of a job is a later instant. With the same offset, a later instant is no news for the page and
      // the disk, so the disk keeps an earlier one.
      if (offset.utcOffsetMin === known.utcOffsetMin) factsOf.set(id, { ...known, ...offset })
      else learn(id, offset)
    },
    announce: (id) => change(id, {}),
    forget(id) {
      entries().delete(id)
      factsOf.delete(id)
    },
  }
}
