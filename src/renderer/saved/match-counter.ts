import { createMatch, createSearchTexts } from '../table/filter.ts'
import { keepSlots, listSlots, naturalOrder } from '../table/row-slots.ts'
import { parseQuery } from '../table/query.ts'
import type { TableOptions } from '../table/table.ts'

/**
 * Counts the rows of many servers that pass a filter. The count of a server is cached for each filter until the
 * server's rows are replaced. Yields between servers.
 */
export function createMatchCounter<Row extends object>({ columns, keyOf, fields = {} }: TableOptions<Row>) {
  const names = new Set(Object.keys(fields))
  const known = new WeakMap<readonly Row[], Map<string, number>>()
  const countIn = (rows: readonly Row[], query: string): number => {
    const perQuery = known.get(rows) ?? new Map<string, number>()
    known.set(rows, perQuery)
    const cached = perQuery.get(query)
    if (cached !== undefined) return cached
    const slots = listSlots(rows, keyOf)
    const match = createMatch(slots, createSearchTexts(columns), parseQuery(query, names), fields)
    const count = keepSlots(naturalOrder(slots), match).length
    perQuery.set(query, count)
    return count
  }
  return function* (query: string, servers: readonly (readonly Row[])[]): Generator<void, number> {
    let count = 0
    for (const rows of servers) {
      if (rows.length === 0) continue
      count += countIn(rows, query)
      yield
    }
    return count
  }
}
