/**
 * Which element draws which row, by position in the table: a row that stays keeps its element, one that comes takes
 * over that of one that has left and is patched instead of made anew. Slots count from 0, each new one the lowest that
 * no row has.
 */
export function reseat(before: ReadonlyMap<number, number>, positions: readonly number[]): ReadonlyMap<number, number> {
  const taken = new Set(positions.map((position) => before.get(position)))
  let next = 0
  const free = () => {
    while (taken.has(next)) next += 1
    return next++
  }
  return new Map(positions.map((position) => [position, before.get(position) ?? free()]))
}
