/** The rows of one server, in the order in which they arrived, and the slot of each. */
interface Block<Row> {
  readonly rows: readonly Row[]
  readonly rowSlots: Uint32Array
  /** The slot of each key; built when it is first needed. */
  index(): ReadonlyMap<string, number>
}

/**
 * All rows of a table. Each row has a slot, which it keeps as long as its key exists. Orders, matches and selections
 * are arrays by slot, and a refresh of one server changes only that server's slots. `arrange` makes the next
 * RowSlots, which takes over the `rows` array. So in a replaced RowSlots only the blocks still have the old rows.
 */
export interface RowSlots<Row> {
  /** The current rows by slot. A removed row's slot is empty until another row takes it: use `count`, not `length`. */
  readonly rows: readonly Row[]
  /** The blocks by server id, in the order of the fleet. */
  readonly blocks: ReadonlyMap<string, Block<Row>>
  /** The slots without a row. */
  readonly free: readonly number[]
  readonly count: number
  readonly keyOf: (row: Row) => string
  /** Returns the id of the block that a key belongs to. */
  readonly blockOf: (key: string) => string
}

function createBlock<Row>(rows: readonly Row[], rowSlots: Uint32Array, keyOf: (row: Row) => string): Block<Row> {
  let index: ReadonlyMap<string, number> | null = null
  return {
    rows,
    rowSlots,
    index: () => (index ??= new Map(rows.map((row, at) => [keyOf(row), rowSlots[at] as number]))),
  }
}

/** Returns the slots of a table without rows. Its keys will be `<serverId>/…`. */
export function emptySlots<Row>(keyOf: (row: Row) => string): RowSlots<Row> {
  return { rows: [], blocks: new Map(), free: [], count: 0, keyOf, blockOf: (key) => key.slice(0, key.indexOf('/')) }
}

/** Returns a plain list as one block; the slot of each row is its index in the list. */
export function listSlots<Row>(rows: readonly Row[], keyOf: (row: Row) => string): RowSlots<Row> {
  const block = createBlock(
    rows,
    Uint32Array.from({ length: rows.length }, (_, slot) => slot),
    keyOf,
  )
  return { rows, blocks: new Map([['', block]]), free: [], count: rows.length, keyOf, blockOf: () => '' }
}

/** The current RowSlots of each array of rows. */
const owners = new WeakMap<object, object>()

/**
 * Returns `before` with the rows of `lists`, which are given by server in the order of the fleet. A server with the
 * same array as before costs nothing. Otherwise rows with a known key keep their slot. Returns the same object if
 * nothing has changed; otherwise throws if `before` has been replaced: its array belongs to its successor.
 */
export function arrange<Row>(before: RowSlots<Row>, lists: Iterable<readonly [string, readonly Row[]]>): RowSlots<Row> {
  const wanted = new Map(lists)
  const known = [...before.blocks]
  const isSame =
    wanted.size === known.length &&
    [...wanted].every(([id, rows], at) => known[at]?.[0] === id && known[at][1].rows === rows)
  if (isSame) return before
  if ((owners.get(before.rows) ?? before) !== before) throw new Error('these row slots have been replaced')
  // This array is the only one that is changed in place: copying a hundred thousand rows at each refresh kept the
  // garbage collector busy.
  const rows = before.rows as Row[]
  const free = [...before.free]
  const release = (slots: Iterable<number>) => {
    for (const slot of slots) {
      delete rows[slot]
      free.push(slot)
    }
  }
  for (const [id, block] of known) if (!wanted.has(id)) release(block.rowSlots)
  const blocks = new Map<string, Block<Row>>()
  let count = 0
  for (const [id, list] of wanted) {
    const old = before.blocks.get(id)
    blocks.set(id, old?.rows === list ? old : assignRowSlots(list, old, { rows, free, release, keyOf: before.keyOf }))
    count += list.length
  }
  const next = { ...before, blocks, free, count }
  owners.set(rows, next)
  return next
}

interface SlotPool<Row> {
  readonly rows: Row[]
  readonly free: number[]
  readonly release: (slots: Iterable<number>) => void
  readonly keyOf: (row: Row) => string
}

/** Gives each row of a list a slot: the one that its key had, otherwise a free one, otherwise a new one. */
function assignRowSlots<Row>(list: readonly Row[], old: Block<Row> | undefined, pool: SlotPool<Row>): Block<Row> {
  // Remove a key once it has its slot, so that a second row with the same key gets a slot of its own.
  const slotByKey = old === undefined ? null : new Map(old.index())
  const rowSlots = new Uint32Array(list.length)
  list.forEach((row, at) => {
    const key = slotByKey === null ? '' : pool.keyOf(row)
    const slot = slotByKey?.get(key) ?? pool.free.pop() ?? pool.rows.length
    slotByKey?.delete(key)
    pool.rows[slot] = row
    rowSlots[at] = slot
  })
  if (old !== undefined) {
    // Two old rows with the same key share an entry of the index, so compare the slots themselves.
    const kept = new Set(rowSlots)
    pool.release(old.rowSlots.filter((slot) => !kept.has(slot)))
  }
  return createBlock(list, rowSlots, pool.keyOf)
}

/** Returns the slot of a key, or -1. */
export function slotOf<Row>(rowSlots: RowSlots<Row>, key: string): number {
  return rowSlots.blocks.get(rowSlots.blockOf(key))?.index().get(key) ?? -1
}

/** Returns the key that a slot has, or had in a RowSlots that has been replaced since. */
export function keyOfSlot<Row>(rowSlots: RowSlots<Row>, slot: number): string | null {
  for (const block of rowSlots.blocks.values()) {
    const at = block.rowSlots.indexOf(slot)
    if (at >= 0) return rowSlots.keyOf(block.rows[at] as Row)
  }
  return null
}

/** Returns all slots in the order of the fleet, and within a server in the order of its panel. */
export function naturalOrder<Row>(rowSlots: RowSlots<Row>): Uint32Array {
  const order = new Uint32Array(rowSlots.count)
  let at = 0
  for (const block of rowSlots.blocks.values()) {
    order.set(block.rowSlots, at)
    at += block.rowSlots.length
  }
  return order
}

/** Returns the slots of `order` for which `keep` returns true, in the same order. */
export function keepSlots(order: Uint32Array, keep: (slot: number) => boolean): Uint32Array {
  const kept = new Uint32Array(order.length)
  let count = 0
  for (let at = 0; at < order.length; at += 1) {
    const slot = order[at] as number
    if (keep(slot)) kept[count++] = slot
  }
  return kept.slice(0, count)
}

/**
 * Slots that a refresh touches. `marks` is 1 for each of them, by slot; `fresh` are those that have a row now: new,
 * replaced, or the same as before.
 */
export interface Touched {
  readonly marks: Uint8Array
  readonly fresh: Uint32Array
}

/** Returns the slots of every server whose list was replaced, added or removed, whichever of its rows changed. */
export function touchedBetween<Row>(before: RowSlots<Row>, after: RowSlots<Row>): Touched {
  const marks = new Uint8Array(Math.max(before.rows.length, after.rows.length))
  const changed = [...after.blocks].flatMap(([id, block]) => (before.blocks.get(id) === block ? [] : [block]))
  const fresh = new Uint32Array(changed.reduce((sum, block) => sum + block.rowSlots.length, 0))
  let at = 0
  for (const [id, block] of before.blocks) {
    if (after.blocks.get(id) !== block) for (const slot of block.rowSlots) marks[slot] = 1
  }
  for (const { rowSlots } of changed) {
    for (const slot of rowSlots) marks[slot] = 1
    fresh.set(rowSlots, at)
    at += rowSlots.length
  }
  return { marks, fresh }
}

/**
 * Whether the rows that are in both lists of a server have kept their order. Then those that are equal to a sort keep
 * theirs.
 */
export function isSameOrder<Row>(before: Block<Row>, after: Block<Row>): boolean {
  const stayed = new Set(after.rowSlots)
  const known = new Set(before.rowSlots)
  const orderBefore = before.rowSlots.filter((slot) => stayed.has(slot))
  const orderAfter = after.rowSlots.filter((slot) => known.has(slot))
  return orderBefore.every((slot, at) => slot === orderAfter[at])
}

/** Whether the servers in both are in the same order. If not, rows that are equal to a sort change their order. */
export function isSameFleet<Row>(before: RowSlots<Row>, after: RowSlots<Row>): boolean {
  const stayed = [...after.blocks.keys()].filter((id) => before.blocks.has(id))
  let at = 0
  for (const id of before.blocks.keys()) if (after.blocks.has(id) && stayed[at++] !== id) return false
  return true
}

/** The rows of a table by key. */
export interface RowsByKey<Row> {
  get(key: string): Row | undefined
  has(key: string): boolean
}

export function rowsByKey<Row>(rowSlots: RowSlots<Row>): RowsByKey<Row> {
  return {
    get: (key) => rowSlots.rows[slotOf(rowSlots, key)],
    has: (key) => slotOf(rowSlots, key) >= 0,
  }
}
