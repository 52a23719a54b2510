import { createCollation } from './collation.ts'
import type { Column, SortValue } from './columns.ts'
import { createMatch, createSearchTexts, type FieldTests } from './filter.ts'
import { isSameDesk, keepPlaces, type Places, touchedBetween, type Touched } from './places.ts'
import { formatTerm, isNarrower, parseQuery, type Term } from './query.ts'
import { type Ranks, rankValues } from './ranks.ts'
import { mergeOrder, movedBetween, type Sort, sortOrder, sortValue } from './sort.ts'

export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[]
  /** `serverId/kind/id`: outlives a refresh. */
  readonly keyOf: (row: Row) => string
  /** What `name:value` in the filter means. */
  readonly fields?: FieldTests<Row>
  readonly locale?: string
}

export interface Table<Row> {
  /** Places of what is shown, in order. Rows themselves are never copied. */
  view(places: Places<Row>, query: string, sort: Sort): Uint32Array
  /** Reads the texts of rows ahead of the first keystroke until `isOver`; true once all are read. */
  prepare(places: Places<Row>, isOver: () => boolean): boolean
}

/** Beyond this share of the rows a sort from nothing is the cheaper one. */
const mostTouched = 0.25

/**
 * Sorts and filters one table and remembers how: a keystroke in the filter walks the sorted order once and sorts
 * nothing; a refresh of one server takes its rows out of the order and puts them back where they belong, and asks the
 * filter about those rows alone.
 */
export function createTable<Row extends object>(options: TableOptions<Row>): Table<Row> {
  const { columns, fields = {}, locale = 'en' } = options
  const names = new Set(Object.keys(fields))
  const texts = createSearchTexts(columns)
  const collation = createCollation(locale)
  const ranks = new Map<string, Ranks>()
  let seen: Places<Row> | null = null
  let sorted: { readonly sort: Sort; readonly order: Uint32Array } | null = null
  let filtered: {
    readonly terms: readonly Term[]
    readonly matches: Uint8Array
    readonly from: Uint32Array
    readonly order: Uint32Array
  } | null = null

  const ranksOf = (places: Places<Row>) => (columnId: string) => {
    const column = columns.find(({ id }) => id === columnId)
    if (column === undefined) return null
    const known = ranks.get(columnId)
    if (known !== undefined) return known
    const values = new Array<SortValue>(places.rows.length).fill(null)
    places.rows.forEach((row, place) => (values[place] = sortValue(column, row)))
    const made = rankValues(values, collation)
    ranks.set(columnId, made)
    return made
  }

  /**
   * Takes in a refresh: what was known of touched places is forgotten, and what else is known is brought up to date.
   */
  const follow = (places: Places<Row>): void => {
    const before = seen
    seen = places
    if (before === null || before === places) return
    const touched = touchedBetween(before, places)
    ranks.clear()
    texts.forget(touched.fresh)
    filtered = filtered === null ? null : rematch(places, touched, filtered)
    const isCheap = touched.fresh.length <= places.count * mostTouched && isSameDesk(before, places)
    sorted =
      sorted === null || !isCheap
        ? null
        : {
            sort: sorted.sort,
            order: mergeOrder(sorted.order, movedBetween(before, places, columns, sorted.sort), places, {
              columns,
              sort: sorted.sort,
              collation,
            }),
          }
  }

  const rematch = (places: Places<Row>, { fresh }: Touched, last: NonNullable<typeof filtered>) => {
    const matches = new Uint8Array(places.rows.length)
    matches.set(last.matches.subarray(0, matches.length))
    const match = createMatch(places, texts, last.terms, fields)
    let isSame = true
    for (const place of fresh) {
      const now = match(place) ? 1 : 0
      isSame &&= matches[place] === now
      matches[place] = now
    }
    // Where other rows match now, no order stands for them yet.
    return isSame ? { ...last, matches } : { ...last, matches, from: new Uint32Array(0) }
  }

  const order = (places: Places<Row>, sort: Sort): Uint32Array => {
    if (sorted === null || sorted.sort !== sort) sorted = { sort, order: sortOrder(places, sort, ranksOf(places)) }
    return sorted.order
  }

  /** Typing on only ever takes rows away: what the last keystroke left is all there is to look through. */
  const filter = (places: Places<Row>, from: Uint32Array, terms: readonly Term[]): Uint32Array => {
    const last = filtered
    if (last !== null && isSameTerms(last.terms, terms)) {
      if (last.from !== from)
        filtered = { ...last, from, order: keepPlaces(from, (place) => last.matches[place] === 1) }
    } else {
      const isWithin = last !== null && last.from === from && isNarrower(last.terms, terms)
      const kept = keepPlaces(isWithin ? last.order : from, createMatch(places, texts, terms, fields))
      const matches = new Uint8Array(places.rows.length)
      for (const place of kept) matches[place] = 1
      filtered = { terms, matches, from, order: kept }
    }
    return filtered?.order ?? from
  }

  return {
    prepare: (places, isOver) => texts.readAhead(places, isOver),
    view(places, query, sort) {
      follow(places)
      const terms = parseQuery(query, names)
      const from = order(places, sort)
      if (terms.length === 0) {
        filtered = null
        return from
      }
      return filter(places, from, terms)
    },
  }
}

function isSameTerms(a: readonly Term[], b: readonly Term[]): boolean {
  return a.length === b.length && a.every((term, at) => formatTerm(term) === formatTerm(b[at] as Term))
}
