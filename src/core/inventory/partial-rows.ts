import { toErrorValue } from '../../shared/errors.ts'
import { type ListedKind, listedKinds } from '../../shared/kinds/index.ts'
import type { BudgetView } from '../../shared/model/budget.ts'
import { type ReportedOf, rowKind } from '../kinds/index.ts'
import { pause } from '../panel/exchange.ts'
import type { InventoryDeps } from './deps.ts'
import type { RowStore, SliceStore } from './row-store.ts'
import { isPartial, type Row } from './slices.ts'
import type { VersionClock } from './version-clock.ts'

interface PartialRowsDeps extends InventoryDeps {
  readonly slices: SliceStore
  readonly versionClock: VersionClock
  readonly rows: Pick<RowStore, 'rowsRead'>
}

/** The number of rows that are read before the slice is stored and shown again. */
const batchSize = 10
/** The share of a window left to people. Below this share of the limit, the reader waits for the next window. */
const leftForPeople = 0.5
/** The time to wait if a panel does not report when its window ends. */
const usualWindowMs = 60_000

/** Returns the milliseconds until a batch may be read without taking requests that a person at the screen may want. */
export function idleInMs(
  { limit, remaining, resetAtMs }: Pick<BudgetView, 'limit' | 'remaining' | 'resetAtMs'>,
  nowMs: number,
): number {
  if (limit === null || remaining === null || remaining - batchSize >= limit * leftForPeople) return 0
  // If the window is over, its figures are outdated, so there is nothing to wait for.
  if (resetAtMs !== null && resetAtMs <= nowMs) return 0
  return resetAtMs === null ? usualWindowMs : resetAtMs - nowMs
}

/**
 * Reads a batch of rows. A row that cannot be read does not keep the others from being read. Throws if no row can be
 * read, because further batches would fail too.
 */
async function readBatch(
  { connections }: InventoryDeps,
  serverId: string,
  kind: ListedKind,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly ReportedOf<ListedKind>[]> {
  const client = connections.client(serverId)
  const outcomes = await Promise.allSettled(ids.map((id) => client.get(kind, id, { priority: 'background', signal })))
  const read = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (read.length === 0 && failed) throw failed.reason
  return read
}

async function waitUntilIdle({ connections, clock }: InventoryDeps, id: string, signal: AbortSignal): Promise<void> {
  const budget = connections.knownBudget(id)
  const waitMs = budget ? idleInMs(budget.view(), clock.now()) : 0
  if (waitMs > 0) await pause(clock, waitMs, signal)
}

/** The list of one kind on one server. */
interface List {
  readonly serverId: string
  readonly kind: ListedKind
}

const nameOf = ({ serverId, kind }: List) => `${serverId}/${kind}`

/**
 * Creates a reader for panels that leave fields such as `allowed_ips` out of a list. It reads each row on its own with
 * the priority `background`, so it uses only what the request budget has to spare, and nothing else waits for it. Some
 * panels leave out an empty list of addresses. A row that came without its fields is read again only once it has
 * changed.
 */
export function createPartialRowsReader(deps: PartialRowsDeps) {
  const running = new Map<string, AbortController>()
  /** By list and row: the `updated_at` in the list when the row was read and came without its fields. */
  const stillPartial = new Map<string, Map<string, string | null>>()

  const partialOf = ({ serverId, kind }: List): readonly Row[] =>
    (deps.slices.get<ListedKind>(serverId, kind).rows as readonly Row[]).filter((row) => isPartial(row, rowKind(kind)))

  const readPartialRows = async (list: List, signal: AbortSignal) => {
    const { serverId, kind } = list
    const { idOf } = rowKind(kind)
    const known = stillPartial.get(nameOf(list)) ?? new Map<string, string | null>()
    stillPartial.set(nameOf(list), known)
    const wanted = partialOf(list).filter((row) => known.get(idOf(row)) !== row.updatedAt)
    for (let start = 0; start < wanted.length && !signal.aborted; start += batchSize) {
      await waitUntilIdle(deps, serverId, signal)
      if (signal.aborted) return
      // A bulk change may have read some of these rows meanwhile.
      const partialNow = new Set(partialOf(list).map(idOf))
      const batch = new Map(
        wanted
          .slice(start, start + batchSize)
          .flatMap((row) => (partialNow.has(idOf(row)) ? [[idOf(row), row.updatedAt]] : [])),
      )
      if (batch.size === 0) continue
      const askedAt = deps.versionClock.next()
      const read = await readBatch(deps, serverId, kind, [...batch.keys()], signal)
      if (signal.aborted) return
      deps.rows.rowsRead(serverId, kind, read, askedAt)
      for (const row of read) if (isPartial(row, rowKind(kind))) known.set(idOf(row), batch.get(idOf(row)) ?? null)
    }
  }

  const stop = (serverId: string) => {
    for (const kind of listedKinds) {
      running.get(nameOf({ serverId, kind }))?.abort()
      running.delete(nameOf({ serverId, kind }))
    }
  }

  return {
    start(serverId: string, kind: ListedKind) {
      const list = { serverId, kind }
      if (running.has(nameOf(list))) return
      const controller = new AbortController()
      running.set(nameOf(list), controller)
      readPartialRows(list, controller.signal)
        .catch((thrown: unknown) =>
          deps.log.info('inventory.partial-rows-stopped', { server: serverId, kind, code: toErrorValue(thrown).code }),
        )
        .finally(() => {
          if (running.get(nameOf(list)) === controller) running.delete(nameOf(list))
        })
    },
    stop,
    /** Stops, and forgets which rows stayed partial: the server leads to another panel now or was removed. */
    forget(serverId: string) {
      stop(serverId)
      for (const kind of listedKinds) stillPartial.delete(nameOf({ serverId, kind }))
    },
    close() {
      for (const controller of running.values()) controller.abort()
      running.clear()
    },
  }
}
