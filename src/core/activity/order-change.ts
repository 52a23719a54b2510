/** The stretch of an order that a change has touched: the same ids, in their old and in their new order. */
interface OrderChange {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The id that has moved the farthest. */
  readonly moved: string
}

/** Returns what differs between two orders of the same ids; null if nothing does. */
export function orderChange(from: readonly string[], to: readonly string[]): OrderChange | null {
  const differs = (id: string, at: number) => id !== to[at]
  const [first, last] = [from.findIndex(differs), from.findLastIndex(differs)]
  if (first < 0) return null
  const [before, after] = [from.slice(first, last + 1), to.slice(first, last + 1)]
  const distance = (id: string) => Math.abs(before.indexOf(id) - after.indexOf(id))
  return { before, after, moved: after.reduce((best, id) => (distance(id) > distance(best) ? id : best)) }
}

/** Returns the order in which the given ids have this order among themselves. All others stay where they are. */
export function withOrder(ids: readonly string[], wanted: readonly string[]): readonly string[] {
  const known = wanted.filter((id) => ids.includes(id))
  const places = new Set(known)
  let next = 0
  return ids.map((id) => (places.has(id) ? (known[next++] ?? id) : id))
}

/** Returns the outcome of a change of an order, as the record has it. */
export const orderOutcome = ({ before, after }: OrderChange) =>
  ({ before: { order: before }, after: { order: after }, result: 'done', error: null }) as const
