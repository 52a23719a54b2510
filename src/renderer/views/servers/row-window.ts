/**
 * The part of a long list that is drawn: from `first` up to, but not including, `end`. Above and below it are the
 * heights of what is left out.
 */
export interface RowWindow {
  readonly first: number
  readonly end: number
  readonly abovePx: number
  readonly belowPx: number
}

/** Returns where each item begins, and finally where the last one ends. All values are in px. */
export function offsetsOf(heightsPx: readonly number[]): readonly number[] {
  const offsets = [0]
  for (const height of heightsPx) offsets.push((offsets.at(-1) ?? 0) + height)
  return offsets
}

/** How much is drawn beyond either edge, so that scrolling a little shows no gap. */
const marginPx = 400
/** Lists up to this length are drawn completely, so that the browser's own search finds everything. */
const wholeUpTo = 120

/** Returns the items that a viewport shows. */
export function windowOf(offsets: readonly number[], scrollTopPx: number, viewportPx: number): RowWindow {
  const count = offsets.length - 1
  const totalPx = offsets[count] ?? 0
  if (count <= wholeUpTo) return { first: 0, end: count, abovePx: 0, belowPx: 0 }
  const top = Math.min(Math.max(0, scrollTopPx - marginPx), totalPx)
  const bottom = scrollTopPx + viewportPx + marginPx
  // The first item that ends below the top edge, and the first that begins below the bottom edge.
  const first = Math.max(0, offsets.findIndex((offset) => offset > top) - 1)
  const past = offsets.findIndex((offset) => offset >= bottom)
  const end = past < 0 ? count : Math.min(count, past)
  return { first, end, abovePx: offsets[first] ?? 0, belowPx: totalPx - (offsets[end] ?? totalPx) }
}
