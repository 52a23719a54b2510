import type { Column } from './columns.ts'
import type { Term } from './query.ts'

/** Whether a row meets `field:value`; `value` is lower case. */
export type FieldTest<Row> = (row: Row, value: string) => boolean
export type FieldTests<Row> = Readonly<Record<string, FieldTest<Row>>>

/** A character that no cell holds, so that a search never matches across two cells. */
const between = '\u0000'

/**
 * The lower-case text of rows, remembered per row object: a server whose rows were replaced is read anew, all others
 * are not. `textsOf` is remembered per list, so that typing on costs no look-ups.
 */
export function createSearchTexts<Row extends object>(columns: readonly Column<Row>[]) {
  const searched = columns.filter((column) => column.searchable !== false)
  const perRow = new WeakMap<Row, string>()
  const perList = new WeakMap<readonly Row[], readonly string[]>()
  const textOf = (row: Row): string => {
    const known = perRow.get(row)
    if (known !== undefined) return known
    const text = searched.map((column) => column.text(row)).join(between).toLowerCase()
    perRow.set(row, text)
    return text
  }
  return {
    textsOf(rows: readonly Row[]): readonly string[] {
      const known = perList.get(rows)
      if (known !== undefined) return known
      const texts = rows.map(textOf)
      perList.set(rows, texts)
      return texts
    },
  }
}

/** Keeps those places of `order` whose rows meet every term, in the same order. */
export function filterOrder<Row>(
  order: Uint32Array,
  rows: readonly Row[],
  texts: readonly string[],
  terms: readonly Term[],
  fields: FieldTests<Row>,
): Uint32Array {
  if (terms.length === 0) return order
  const tests = terms.map((term) => {
    const field = term.field === null ? undefined : fields[term.field]
    const holds =
      field === undefined
        ? (place: number) => (texts[place] ?? '').includes(term.value)
        : (place: number) => field(rows[place] as Row, term.value)
    return term.negated ? (place: number) => !holds(place) : holds
  })
  const kept = new Uint32Array(order.length)
  let count = 0
  for (const place of order) {
    if (tests.every((holds) => holds(place))) kept[count++] = place
  }
  return kept.subarray(0, count)
}
