import {
  countUndoableRows,
  isOpen,
  isUndoable,
  type ItemChange,
  type ItemQuery,
  type RunTally,
  type StoredItem,
} from './run-columns.ts'
import type { Storage } from './types.ts'
import type { WriteQueue } from './write-queue.ts'

type RunsTable = Storage['runs']
type ItemMethods = Pick<
  RunsTable,
  'change' | 'changeEventually' | 'moveAll' | 'items' | 'count' | 'keys' | 'tally' | 'undoableRows' | 'prune'
>

const changed = (stored: StoredItem, change: ItemChange | undefined): StoredItem =>
  change ? { state: change.state, outcome: change.outcome, item: change.item ?? stored.item } : stored

/** Counts items by server, kind and state. */
export function tallyOf(items: readonly StoredItem[]): readonly RunTally[] {
  const tallies = new Map<string, RunTally>()
  for (const stored of items) {
    const { item, state } = stored
    const key = `${item.serverId}/${item.kind}/${state}`
    const { count, undoable, open } = tallies.get(key) ?? { count: 0, undoable: 0, open: 0 }
    tallies.set(key, {
      serverId: item.serverId,
      kind: item.kind,
      state,
      count: count + 1,
      undoable: undoable + Number(isUndoable(stored)),
      open: open + Number(isOpen(stored)),
    })
  }
  return [...tallies.values()]
}

interface QueuedItems extends ItemMethods {
  /** Writes what waits for a run. @throws AppError storage.* */
  flush(runId: string): void
}

/**
 * Adds `changeEventually` to the items of runs: the changes that the disk refuses wait in the queue, and reads find
 * them there. While none waits for a run, everything goes straight to the table.
 */
export function withQueuedItems(table: Omit<ItemMethods, 'changeEventually'>, queue: WriteQueue): QueuedItems {
  const queued = new Map<string, Map<number, ItemChange>>()
  const keyOf = (runId: string) => `items/${runId}`

  /** Writes the queued changes of a run together with these. */
  const change = (runId: string, changes: readonly ItemChange[]) => {
    const waiting = queued.get(runId)
    table.change(runId, waiting ? [...merge(waiting, changes).values()] : changes)
    if (waiting) forget(runId)
  }
  const merge = (waiting: ReadonlyMap<number, ItemChange>, changes: readonly ItemChange[]) => {
    const merged = new Map(waiting)
    for (const one of changes) {
      const item = one.item ?? merged.get(one.index)?.item
      merged.set(one.index, item ? { ...one, item } : one)
    }
    return merged
  }
  const forget = (runId: string) => {
    queued.delete(runId)
    queue.drop(keyOf(runId))
  }
  const items: RunsTable['items'] = (query, page) => {
    const waiting = queued.get(query.runId)
    if (!waiting) return table.items(query, page)
    const { states, wasSent, ...where } = query
    const found = table
      .items(where)
      .map((stored) => changed(stored, waiting.get(stored.item.index)))
      .filter(({ state, outcome }) => (states?.includes(state) ?? true) && !(wasSent && outcome.firstSentAtMs === null))
    return page ? found.slice(page.offset ?? 0, (page.offset ?? 0) + page.limit) : found
  }
  const isQueued = ({ runId }: ItemQuery) => queued.has(runId)
  return {
    change,
    flush: (runId) => (queued.has(runId) ? change(runId, []) : undefined),
    changeEventually(runId, changes) {
      queued.set(runId, merge(queued.get(runId) ?? new Map<number, ItemChange>(), changes))
      queue.add(keyOf(runId), () => {
        table.change(runId, [...(queued.get(runId)?.values() ?? [])])
        queued.delete(runId)
      })
    },
    moveAll(query, state, outcome) {
      if (isQueued(query)) change(query.runId, [])
      table.moveAll(query, state, outcome)
    },
    items,
    count: (query) => (isQueued(query) ? items(query).length : table.count(query)),
    keys: (query) => (isQueued(query) ? new Set(items(query).map(({ item }) => item.key)) : table.keys(query)),
    tally: (runId) => (queued.has(runId) ? tallyOf(items({ runId })) : table.tally(runId)),
    undoableRows: (runId) => (queued.has(runId) ? countUndoableRows(items({ runId })) : table.undoableRows(runId)),
    prune(id) {
      table.prune(id)
      forget(id)
    },
  }
}
