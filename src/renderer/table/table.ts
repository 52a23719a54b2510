import type { Column } from './columns.ts'
import { createSearchTexts, filterOrder, type FieldTests } from './filter.ts'
import { isNarrower, parseQuery, type Term } from './query.ts'
import { createCompare, type Sort, sortOrder } from './sort.ts'

export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[]
  /** `serverId/kind/id`: outlives a refresh. */
  readonly keyOf: (row: Row) => string
  /** What `name:value` in the filter means. */
  readonly fields?: FieldTests<Row>
  readonly locale?: string
}

export interface Table<Row> {
  /** Places in `rows` of what is shown, in order. Rows themselves are never copied. */
  view(rows: readonly Row[], query: string, sort: Sort): Uint32Array
  /** Reads the texts of rows ahead of the first keystroke; for an idle moment. */
  prepare(rows: readonly Row[]): void
}

/** The order before a refresh, in terms of the new list: known rows where they were, new ones after them. */
function carryOver(before: readonly string[], keys: readonly string[]): Uint32Array {
  const placeOf = new Map(keys.map((key, place) => [key, place]))
  const order = new Uint32Array(keys.length)
  let count = 0
  for (const key of before) {
    const place = placeOf.get(key)
    if (place === undefined) continue
    order[count++] = place
    placeOf.delete(key)
  }
  for (const place of placeOf.values()) order[count++] = place
  return order.subarray(0, count)
}

/**
 * Sorts and filters one table. The sorted order is remembered: a keystroke in the filter walks it once and sorts nothing;
 * a refresh of one server starts from the order before it.
 */
export function createTable<Row extends object>(options: TableOptions<Row>): Table<Row> {
  const { columns, keyOf, fields = {}, locale = 'en' } = options
  const names = new Set(Object.keys(fields))
  const texts = createSearchTexts(columns)
  const compare = createCompare(locale)
  let last: { readonly rows: readonly Row[]; readonly sort: Sort; readonly order: Uint32Array } | null = null
  let filtered: { readonly from: Uint32Array; readonly terms: readonly Term[]; readonly order: Uint32Array } | null = null

  const sorted = (rows: readonly Row[], sort: Sort): Uint32Array => {
    if (last !== null && last.rows === rows && last.sort === sort) return last.order
    const before = last !== null && last.sort === sort && sort.length > 0 ? last : null
    const keysBefore = before === null ? [] : Array.from(before.order, (place) => keyOf(before.rows[place] as Row))
    const keys = before === null ? [] : rows.map(keyOf)
    const start = before === null ? undefined : carryOver(keysBefore, keys)
    // Two rows of one key would leave places out: then start from nothing.
    const isWhole = start !== undefined && start.length === rows.length
    const order = sortOrder(rows, columns, sort, compare, isWhole ? start : undefined)
    last = { rows, sort, order }
    return order
  }

  return {
    prepare: (rows) => void texts.textsOf(rows),
    view(rows, query, sort) {
      const terms = parseQuery(query, names)
      const order = sorted(rows, sort)
      if (terms.length === 0) return order
      // Typing on only ever takes rows away: what the last keystroke left is all there is to look through.
      const from = filtered !== null && filtered.from === order && isNarrower(filtered.terms, terms) ? filtered.order : order
      filtered = { from: order, terms, order: filterOrder(from, rows, texts.textsOf(rows), terms, fields) }
      return filtered.order
    },
  }
}
