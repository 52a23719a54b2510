import { type Collation, createCollation } from './collation.ts'
import type { Column, SortValue } from './columns.ts'
import { createMatch, createSearchTexts, type FieldTests } from './filter.ts'
import { isSameFleet, keepSlots, type RowSlots, touchedBetween, type Touched } from './row-slots.ts'
import { formatTerm, isNarrower, parseQuery, type Term } from './query.ts'
import { type Ranks, rankValues } from './ranks.ts'
import { mergeOrder, movedBetween, type Sort, sortOrder, sortValue } from './sort.ts'

export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[]
  /** Returns a row's key, which stays the same after a refresh. */
  readonly keyOf: (row: Row) => string
  /** The fields that the filter knows, as `name:value`. */
  readonly fields?: FieldTests<Row>
  readonly locale?: string
}

/** If a refresh touches more than this share of the rows, sorting all of them again is faster. */
const mostTouched = 0.25

/** Keeps the sorted order, and until the next refresh the ranks of each column that was sorted by. */
function createSorting<Row extends object>(columns: readonly Column<Row>[], collation: Collation) {
  const ranks = new Map<string, Ranks>()
  let sorted: { readonly sort: Sort; readonly order: Uint32Array } | null = null

  const ranksOf = (rowSlots: RowSlots<Row>) => (columnId: string) => {
    const column = columns.find(({ id }) => id === columnId)
    if (column === undefined) return null
    const known = ranks.get(columnId)
    if (known !== undefined) return known
    const values = new Array<SortValue>(rowSlots.rows.length).fill(null)
    rowSlots.rows.forEach((row, slot) => (values[slot] = sortValue(column, row)))
    const made = rankValues(values, collation)
    ranks.set(columnId, made)
    return made
  }

  return {
    order(rowSlots: RowSlots<Row>, sort: Sort): Uint32Array {
      if (sorted === null || sorted.sort !== sort)
        sorted = { sort, order: sortOrder(rowSlots, sort, ranksOf(rowSlots)) }
      return sorted.order
    },
    /** Applies a refresh: moves the touched rows, or drops the order if all rows must be sorted or that is faster. */
    applyRefresh(before: RowSlots<Row>, rowSlots: RowSlots<Row>, { fresh }: Touched): void {
      ranks.clear()
      const isCheap = fresh.length <= rowSlots.count * mostTouched && isSameFleet(before, rowSlots)
      if (sorted === null || !isCheap) return void (sorted = null)
      const { sort, order } = sorted
      const moved = movedBetween(before, rowSlots, columns, sort)
      sorted = { sort, order: mergeOrder(order, moved, rowSlots, { columns, sort, collation }) }
    },
  }
}

/** The last result of the filter: which slots match `terms`, and in `order` the matching slots of the order `from`. */
interface Filtered {
  readonly terms: readonly Term[]
  readonly matches: Uint8Array
  readonly from: Uint32Array
  readonly order: Uint32Array
}

/** Keeps the slots that pass the filter, and the texts that it searches. */
function createFiltering<Row>(columns: readonly Column<Row>[], fields: FieldTests<Row>) {
  const texts = createSearchTexts(columns)
  let filtered: Filtered | null = null

  const matchOf = (rowSlots: RowSlots<Row>, terms: readonly Term[]) => createMatch(rowSlots, texts, terms, fields)

  const rematch = (rowSlots: RowSlots<Row>, { fresh }: Touched, last: Filtered): Filtered => {
    const matches = new Uint8Array(rowSlots.rows.length)
    matches.set(last.matches.subarray(0, matches.length))
    const match = matchOf(rowSlots, last.terms)
    let isSame = true
    for (const slot of fresh) {
      const isMatch = match(slot) ? 1 : 0
      isSame &&= matches[slot] === isMatch
      matches[slot] = isMatch
    }
    // If other rows match now, the last order is out of date.
    return isSame ? { ...last, matches } : { ...last, matches, from: new Uint32Array(0) }
  }

  /** Typing more can only remove rows, so only the rows that matched the last text are searched. */
  const search = (rowSlots: RowSlots<Row>, from: Uint32Array, terms: readonly Term[]): Filtered => {
    const isNarrowed = filtered !== null && filtered.from === from && isNarrower(filtered.terms, terms)
    const order = keepSlots(isNarrowed && filtered !== null ? filtered.order : from, matchOf(rowSlots, terms))
    const matches = new Uint8Array(rowSlots.rows.length)
    for (const slot of order) matches[slot] = 1
    return { terms, matches, from, order }
  }

  return {
    prepare: (rowSlots: RowSlots<Row>, isOver: () => boolean) => texts.computeMissing(rowSlots, isOver),
    filter(rowSlots: RowSlots<Row>, from: Uint32Array, terms: readonly Term[]): Uint32Array {
      const last = filtered
      if (terms.length === 0) filtered = null
      else if (last === null || !isSameTerms(last.terms, terms)) filtered = search(rowSlots, from, terms)
      else if (last.from !== from)
        filtered = { ...last, from, order: keepSlots(from, (slot) => last.matches[slot] === 1) }
      return filtered?.order ?? from
    },
    /** Applies a refresh: forgets the texts of the touched rows, and filters only those rows again. */
    applyRefresh(rowSlots: RowSlots<Row>, touched: Touched): void {
      texts.forget(touched.fresh)
      filtered = filtered === null ? null : rematch(rowSlots, touched, filtered)
    },
  }
}

/**
 * Sorts and filters one table and caches the results. A keystroke in the filter goes through the sorted order once
 * and sorts nothing. A refresh of one server moves only its rows in the order, and filters only those rows again.
 */
export function createTable<Row extends object>(options: TableOptions<Row>) {
  const { columns, fields = {}, locale = 'en' } = options
  const names = new Set(Object.keys(fields))
  const sorting = createSorting(columns, createCollation(locale))
  const filtering = createFiltering(columns, fields)
  let lastRowSlots: RowSlots<Row> | null = null

  /** Applies the changes since the last RowSlots to the cached order and filter. */
  const applyRefresh = (rowSlots: RowSlots<Row>): void => {
    const before = lastRowSlots
    lastRowSlots = rowSlots
    if (before === null || before === rowSlots) return
    const touched = touchedBetween(before, rowSlots)
    filtering.applyRefresh(rowSlots, touched)
    sorting.applyRefresh(before, rowSlots, touched)
  }

  return {
    /** Computes the texts that the first keystroke needs; see `SearchTexts.computeMissing`. */
    prepare: filtering.prepare,
    /** Returns the slots of the shown rows, in order. Rows themselves are never copied. */
    view(rowSlots: RowSlots<Row>, query: string, sort: Sort): Uint32Array {
      applyRefresh(rowSlots)
      const terms = parseQuery(query, names)
      return filtering.filter(rowSlots, sorting.order(rowSlots, sort), terms)
    },
  }
}

function isSameTerms(a: readonly Term[], b: readonly Term[]): boolean {
  return a.length === b.length && a.every((term, at) => formatTerm(term) === formatTerm(b[at] as Term))
}
