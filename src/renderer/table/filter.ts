import type { Column } from './columns.ts'
import type { Places } from './places.ts'
import { alternatives, type Term } from './query.ts'

/** Whether a row meets `field:value`; `value` is lower case. */
export type FieldTest<Row> = (row: Row, value: string) => boolean
export type FieldTests<Row> = Readonly<Record<string, FieldTest<Row>>>

/** A character that no cell holds, so that a search never matches across two cells. */
const between = '\u0000'

/**
 * The lower-case text of rows by place, read when it is first asked for and forgotten for places that a refresh has
 * touched.
 */
export interface SearchTexts<Row> {
  textAt(places: Places<Row>, place: number): string
  forget(places: Iterable<number>): void
  /** Reads texts that are not known yet until `isOver`; true once all are. */
  readAhead(places: Places<Row>, isOver: () => boolean): boolean
}

export function createSearchTexts<Row>(columns: readonly Column<Row>[]): SearchTexts<Row> {
  const searched = columns.filter((column) => column.searchable !== false)
  const texts: (string | undefined)[] = []
  const textAt = (places: Places<Row>, place: number): string => {
    const known = texts[place]
    if (known !== undefined) return known
    const row = places.rows[place] as Row
    return (texts[place] = searched
      .map((column) => column.text(row))
      .join(between)
      .toLowerCase())
  }
  return {
    textAt,
    forget(places) {
      for (const place of places) texts[place] = undefined
    },
    readAhead(places, isOver) {
      let read = 0
      for (const block of places.blocks.values()) {
        for (const place of block.places) {
          if (texts[place] !== undefined) continue
          if (read++ % 64 === 0 && isOver()) return false
          textAt(places, place)
        }
      }
      return true
    },
  }
}

/** Whether the row at a place meets every term. */
export function createMatch<Row>(
  places: Places<Row>,
  texts: SearchTexts<Row>,
  terms: readonly Term[],
  fields: FieldTests<Row>,
) {
  const tests = terms.map((term) => {
    const { field, negated } = term
    const anyOf = alternatives(term)
    const test = field === null ? undefined : fields[field]
    const holds =
      test === undefined
        ? (place: number) => anyOf.some((value) => texts.textAt(places, place).includes(value))
        : (place: number) => anyOf.some((value) => test(places.rows[place] as Row, value))
    return negated ? (place: number) => !holds(place) : holds
  })
  const [first] = tests
  if (tests.length === 1 && first !== undefined) return first
  return (place: number) => tests.every((holds) => holds(place))
}
