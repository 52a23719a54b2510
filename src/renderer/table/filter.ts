import type { Column } from './columns.ts'
import type { RowSlots } from './row-slots.ts'
import { alternatives, type Term } from './query.ts'

/** Whether a row matches `field:value`; `value` is lower case. */
export type FieldTest<Row> = (row: Row, value: string) => boolean
export type FieldTests<Row> = Readonly<Record<string, FieldTest<Row>>>

/** A character that no cell contains, so that a search never matches across two cells. */
const cellSeparator = '\u0000'

/** The lower-case text of rows by slot, computed when first needed and forgotten when a refresh changes its slot. */
interface SearchTexts<Row> {
  textAt(rowSlots: RowSlots<Row>, slot: number): string
  forget(slots: Iterable<number>): void
  /** Computes missing texts until `isOver` says that the time is over. Returns true once none is missing. */
  computeMissing(rowSlots: RowSlots<Row>, isOver: () => boolean): boolean
}

export function createSearchTexts<Row>(columns: readonly Column<Row>[]): SearchTexts<Row> {
  const searched = columns.filter((column) => column.searchable !== false)
  const texts: (string | undefined)[] = []
  const textAt = (rowSlots: RowSlots<Row>, slot: number): string => {
    const known = texts[slot]
    if (known !== undefined) return known
    const row = rowSlots.rows[slot] as Row
    return (texts[slot] = searched
      .map((column) => column.text(row))
      .join(cellSeparator)
      .toLowerCase())
  }
  return {
    textAt,
    forget(slots) {
      for (const slot of slots) texts[slot] = undefined
    },
    computeMissing(rowSlots, isOver) {
      let read = 0
      for (const block of rowSlots.blocks.values()) {
        for (const slot of block.rowSlots) {
          if (texts[slot] !== undefined) continue
          if (read++ % 64 === 0 && isOver()) return false
          textAt(rowSlots, slot)
        }
      }
      return true
    },
  }
}

/** Returns a function that tells whether the row at a slot matches every term. */
export function createMatch<Row>(
  rowSlots: RowSlots<Row>,
  texts: SearchTexts<Row>,
  terms: readonly Term[],
  fields: FieldTests<Row>,
) {
  const tests = terms.map((term) => {
    const { field, negated } = term
    const anyOf = alternatives(term)
    const test = field === null ? undefined : fields[field]
    const matches =
      test === undefined
        ? (slot: number) => anyOf.some((value) => texts.textAt(rowSlots, slot).includes(value))
        : (slot: number) => anyOf.some((value) => test(rowSlots.rows[slot] as Row, value))
    return negated ? (slot: number) => !matches(slot) : matches
  })
  const [first] = tests
  if (tests.length === 1 && first !== undefined) return first
  return (slot: number) => tests.every((matches) => matches(slot))
}
