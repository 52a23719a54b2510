/** The rows of one server, as they came, and the place of each. */
export interface Block<Row> {
  readonly rows: readonly Row[]
  readonly rowSlots: Uint32Array
  /** The place of each key; built when it is first asked for. */
  index(): ReadonlyMap<string, number>
}

/**
 * All rows of a table, each at a place that it keeps for as long as its key is there: orders, matches and selections
 * are arrays over places, and a refresh of one server touches that server's places alone. Replaced by `arrange`, which
 * hands `rows` on to the next: of places that have been replaced only the blocks tell what was.
 */
export interface RowSlots<Row> {
  /**
   * By place, as it stands now. The place of a row that is gone is a hole until another row takes it, so ask `count`
   * and not `length`.
   */
  readonly rows: readonly Row[]
  /** By server, in the order of the desk. */
  readonly blocks: ReadonlyMap<string, Block<Row>>
  readonly free: readonly number[]
  readonly count: number
  readonly keyOf: (row: Row) => string
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

/** No rows yet, of servers: a key is `<serverId>/…`. */
export function emptySlots<Row>(keyOf: (row: Row) => string): RowSlots<Row> {
  return { rows: [], blocks: new Map(), free: [], count: 0, keyOf, blockOf: (key) => key.slice(0, key.indexOf('/')) }
}

/** A plain list as one block, each row at the place it has in the list. */
export function listSlots<Row>(rows: readonly Row[], keyOf: (row: Row) => string): RowSlots<Row> {
  const block = createBlock(
    rows,
    Uint32Array.from({ length: rows.length }, (_, slot) => slot),
    keyOf,
  )
  return { rows, blocks: new Map([['', block]]), free: [], count: rows.length, keyOf, blockOf: () => '' }
}

/** The places that each array of rows belongs to now. */
const owners = new WeakMap<object, object>()

/**
 * `before` with the rows of `lists`, given by server in the order of the desk. A server whose array is the same costs
 * nothing; of another, rows whose key was there keep their place. The same object comes back where nothing has changed.
 * Throws for places that have been replaced: their array has gone on to others.
 */
export function arrange<Row>(before: RowSlots<Row>, lists: Iterable<readonly [string, readonly Row[]]>): RowSlots<Row> {
  const wanted = new Map(lists)
  const known = [...before.blocks]
  const isSame =
    wanted.size === known.length &&
    [...wanted].every(([id, rows], at) => known[at]?.[0] === id && known[at][1].rows === rows)
  if (isSame) return before
  if ((owners.get(before.rows) ?? before) !== before) throw new Error('these places have been replaced')
  // The one array that is changed in place: a copy of a hundred thousand rows at each refresh kept the collector busy.
  const rows = before.rows as Row[]
  const free = [...before.free]
  const release = (rowSlots: Iterable<number>) => {
    for (const slot of rowSlots) {
      delete rows[slot]
      free.push(slot)
    }
  }
  for (const [id, block] of known) if (!wanted.has(id)) release(block.rowSlots)
  const blocks = new Map<string, Block<Row>>()
  let count = 0
  for (const [id, list] of wanted) {
    const old = before.blocks.get(id)
    blocks.set(id, old?.rows === list ? old : seat(list, old, { rows, free, release, keyOf: before.keyOf }))
    count += list.length
  }
  const next = { ...before, blocks, free, count }
  owners.set(rows, next)
  return next
}

interface Room<Row> {
  readonly rows: Row[]
  readonly free: number[]
  readonly release: (rowSlots: Iterable<number>) => void
  readonly keyOf: (row: Row) => string
}

/** Gives each row of a list its place: the one its key had, else a free one, else a new one. */
function seat<Row>(list: readonly Row[], old: Block<Row> | undefined, room: Room<Row>): Block<Row> {
  // A key is taken out once it is seated, so that a second row of the same key gets a place of its own.
  const seats = old === undefined ? null : new Map(old.index())
  const rowSlots = new Uint32Array(list.length)
  list.forEach((row, at) => {
    const key = seats === null ? '' : room.keyOf(row)
    const slot = seats?.get(key) ?? room.free.pop() ?? room.rows.length
    seats?.delete(key)
    room.rows[slot] = row
    rowSlots[at] = slot
  })
  if (old !== undefined) {
    // Two old rows of one key share an entry of the index: go by the places themselves.
    const kept = new Set(rowSlots)
    room.release(old.rowSlots.filter((slot) => !kept.has(slot)))
  }
  return createBlock(list, rowSlots, room.keyOf)
}

/** The place of a key, or -1. */
export function slotOf<Row>(rowSlots: RowSlots<Row>, key: string): number {
  return rowSlots.blocks.get(rowSlots.blockOf(key))?.index().get(key) ?? -1
}

/** The key that a place has, or had in places that have been replaced since. */
export function keyOfSlot<Row>(rowSlots: RowSlots<Row>, slot: number): string | null {
  for (const block of rowSlots.blocks.values()) {
    const at = block.rowSlots.indexOf(slot)
    if (at >= 0) return rowSlots.keyOf(block.rows[at] as Row)
  }
  return null
}

/** All places in the order of the desk, and within a server as its panel lists them. */
export function naturalOrder<Row>(rowSlots: RowSlots<Row>): Uint32Array {
  const order = new Uint32Array(rowSlots.count)
  let at = 0
  for (const block of rowSlots.blocks.values()) {
    order.set(block.rowSlots, at)
    at += block.rowSlots.length
  }
  return order
}

/** Keeps those places of `order` that `keep` holds for, in the same order. */
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
 * What a refresh has touched: `marks` 1 for every place whose row is new, another or gone; `fresh` those that hold a
 * row now.
 */
export interface Touched {
  readonly marks: Uint8Array
  readonly fresh: Uint32Array
}

export function touchedBetween<Row>(before: RowSlots<Row>, now: RowSlots<Row>): Touched {
  const marks = new Uint8Array(Math.max(before.rows.length, now.rows.length))
  const changed = [...now.blocks].flatMap(([id, block]) => (before.blocks.get(id) === block ? [] : [block]))
  const fresh = new Uint32Array(changed.reduce((sum, block) => sum + block.rowSlots.length, 0))
  let at = 0
  for (const [id, block] of before.blocks) {
    if (now.blocks.get(id) !== block) for (const slot of block.rowSlots) marks[slot] = 1
  }
  for (const { rowSlots } of changed) {
    for (const slot of rowSlots) marks[slot] = 1
    fresh.set(rowSlots, at)
    at += rowSlots.length
  }
  return { marks, fresh }
}

/** Whether the rows of a server that stayed come in the order they had, so that equals of a sort keep theirs. */
export function isSameOrder<Row>(before: Block<Row>, now: Block<Row>): boolean {
  const stayed = new Set(now.rowSlots)
  const known = new Set(before.rowSlots)
  const was = before.rowSlots.filter((slot) => stayed.has(slot))
  const is = now.rowSlots.filter((slot) => known.has(slot))
  return was.every((slot, at) => slot === is[at])
}

/** Whether the servers that both know stand in the same order: else rows that are equal to a sort change places. */
export function isSameFleet<Row>(before: RowSlots<Row>, now: RowSlots<Row>): boolean {
  const stayed = [...now.blocks.keys()].filter((id) => before.blocks.has(id))
  let at = 0
  for (const id of before.blocks.keys()) if (now.blocks.has(id) && stayed[at++] !== id) return false
  return true
}

/** The rows of a table found by key. */
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
