import { itemStates, type ItemCounts, type ItemState } from '../../../shared/model/run.ts'
import { type Kind, kinds } from '../../../shared/kinds/index.ts'
import {
  isOpen,
  isUndoable,
  type ItemOutcome,
  type ItemQuery,
  type RunHead,
  type StoredItem,
  type StoredRun,
} from '../../storage/run-columns.ts'
import type { Storage } from '../../storage/types.ts'

/** One change of an item's state. `outcome` holds only the fields that change. */
export interface Move {
  readonly from: StoredItem
  readonly state: ItemState
  readonly outcome?: Partial<ItemOutcome>
  readonly item?: StoredItem['item']
}

type Query = Omit<ItemQuery, 'runId'>

/**
 * The only writer of a run's tables while the run is live. It writes first, then counts and notifies. When a method has
 * returned, its change is on disk, unless it was recorded or made `at-any-rate`. Every other method that needs the disk
 * throws AppError storage.* if the disk refuses; nothing has changed then.
 */
export interface Ledger {
  readonly id: string
  run(): StoredRun
  /** With `at-any-rate`, the change holds even if the disk refuses it, and is written as soon as it can be. */
  set(change: { readonly state?: StoredRun['state']; readonly head?: Partial<RunHead> }, how?: 'at-any-rate'): void
  /** Moves all of these items or none; returns them as they are now. */
  move(moves: readonly Move[]): readonly StoredItem[]
  /**
   * Moves items by what has happened to them already: the moves hold even if the disk refuses them, and are written as
   * soon as they can be.
   */
  record(moves: readonly Move[]): readonly StoredItem[]
  /** Gives matching items this end in one statement. Changes only the given outcome fields. Returns how many match. */
  end(query: Query & { readonly states: readonly ItemState[] }, state: ItemState, outcome: Partial<ItemOutcome>): number
  /** Returns the items, or the first `limit` of them, ordered by index. */
  items(query: Query, limit?: number): readonly StoredItem[]
  /** Counts the items in each state. Open items count as unknown. */
  counts(serverId?: string): ItemCounts
  /** Counts the open items of a server: read as not done, though their request may still be carried out. */
  countOpen(serverId: string): number
  /** Counts the items of a kind on a server in these states. Open items count as unknown. */
  countItems(serverId: string, kind: Kind, states: readonly ItemState[]): number
  /** Counts the items that could be undone: confirmed ones, and those that created a row but ended in another state. */
  undoable(): number
  /** Removes all sealed passwords of the run for good and records that they have been shown. */
  wipeSecrets(): void
}

export interface LedgerListener {
  /** Called with the items that have moved. */
  moved(items: readonly StoredItem[]): void
  /** Called when the head, the state or many items have changed. */
  changed(): void
}

type Counts = Record<ItemState, number>

const zero = (): Counts => Object.fromEntries(itemStates.map((state) => [state, 0])) as Counts

/** Counts the items in each state, by server and kind, and those that could be undone. Open items count as unknown. */
function createTally(runs: Storage['runs'], runId: string) {
  let undoable = 0
  let open = new Map<string, number>()
  let tally = new Map<string, Record<Kind, Counts>>()

  const ofServer = (serverId: string) => {
    const known =
      tally.get(serverId) ?? (Object.fromEntries(kinds.map((kind) => [kind, zero()])) as Record<Kind, Counts>)
    tally.set(serverId, known)
    return known
  }
  const countOpen = (serverId: string, by: number) => open.set(serverId, (open.get(serverId) ?? 0) + by)
  const recount = () => {
    // If the disk cannot be read, the counts stay as they are.
    const rows = runs.tally(runId)
    tally = new Map()
    open = new Map()
    undoable = 0
    for (const row of rows) {
      const counts = ofServer(row.serverId)[row.kind]
      counts[row.state] += row.count - row.open
      counts.unknown += row.open
      countOpen(row.serverId, row.open)
      undoable += row.undoable
    }
  }
  recount()
  return {
    recount,
    count(stored: StoredItem, by: 1 | -1): void {
      const { item, state } = stored
      ofServer(item.serverId)[item.kind][isOpen(stored) ? 'unknown' : state] += by
      if (isOpen(stored)) countOpen(item.serverId, by)
      if (isUndoable(stored)) undoable += by
    },
    counts(serverId?: string): ItemCounts {
      const sum = zero()
      for (const byKind of serverId === undefined ? tally.values() : [ofServer(serverId)]) {
        for (const kind of kinds) for (const state of itemStates) sum[state] += byKind[kind][state]
      }
      return sum
    },
    countItems: (serverId: string, kind: Kind, states: readonly ItemState[]): number =>
      states.reduce((sum, state) => sum + ofServer(serverId)[kind][state], 0),
    countOpen: (serverId: string): number => open.get(serverId) ?? 0,
    undoable: () => undoable,
  }
}

const movedItem = ({ from, state, outcome, item }: Move): StoredItem => ({
  item: item ?? from.item,
  state,
  outcome: { ...from.outcome, ...outcome },
})

/** Opens the ledger of a run that is on disk. @throws AppError storage.* */
export function openLedger(runs: Storage['runs'], stored: StoredRun, listener: LedgerListener): Ledger {
  let run = stored
  const tally = createTally(runs, stored.id)

  const write = (next: StoredRun, save: (run: StoredRun) => void) => {
    save(next)
    run = next
    listener.changed()
  }

  const move = (moves: readonly Move[], save: typeof runs.change): readonly StoredItem[] => {
    if (moves.length === 0) return []
    const after = moves.map(movedItem)
    save(
      run.id,
      after.map((one, at) => ({
        index: one.item.index,
        state: one.state,
        outcome: one.outcome,
        ...(moves[at]?.item ? { item: one.item } : {}),
      })),
    )
    moves.forEach(({ from }) => tally.count(from, -1))
    after.forEach((one) => tally.count(one, 1))
    listener.moved(after)
    return after
  }

  return {
    id: stored.id,
    run: () => run,
    set: ({ state = run.state, head }, how) =>
      write({ ...run, state, head: { ...run.head, ...head } }, how === 'at-any-rate' ? runs.putEventually : runs.put),
    move: (moves) => move(moves, runs.change),
    record: (moves) => move(moves, runs.changeEventually),
    end(query, state, outcome) {
      const matching = runs.count({ ...query, runId: run.id })
      if (matching === 0) return 0
      runs.moveAll({ ...query, runId: run.id }, state, outcome)
      tally.recount()
      listener.changed()
      return matching
    },
    items: (query, limit) => runs.items({ ...query, runId: run.id }, limit === undefined ? undefined : { limit }),
    counts: tally.counts,
    countItems: tally.countItems,
    countOpen: tally.countOpen,
    undoable: tally.undoable,
    wipeSecrets: () => write({ ...run, head: { ...run.head, handout: 'shown' } }, runs.wipeSecrets),
  }
}
