/**
 * Assigns rows to elements by position in the table. A row that stays keeps its element. A new row takes the
 * element of a row that has left, so that the element is patched and not created. Slots count from 0, and each new
 * row gets the lowest free slot.
 */
export function assignSlots(
  before: ReadonlyMap<number, number>,
  positions: readonly number[],
): ReadonlyMap<number, number> {
  const taken = new Set(positions.map((position) => before.get(position)))
  let next = 0
  const free = () => {
    while (taken.has(next)) next += 1
    return next++
  }
  return new Map(positions.map((position) => [position, before.get(position) ?? free()]))
}
