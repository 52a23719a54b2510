/** What a column asks for: the width at which it is comfortable, and the least at which it can be read. */
export interface ColumnNeed {
  readonly widthPx: number
  readonly leastPx: number
}

/** The widths of columns in a box that is too narrow for all of them to be comfortable. */
export interface Fit {
  readonly widthsPx: readonly number[]
  /** The index of the last column in view if others lie beyond the box; null if all are in view. */
  readonly edge: number | null
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** Returns the widths of columns that share this space, each between its least and its comfortable width. */
function shared(needs: readonly ColumnNeed[], spacePx: number): readonly number[] {
  const least = sum(needs.map(({ leastPx }) => leastPx))
  const slack = sum(needs.map(({ widthPx }) => widthPx)) - least
  const share = slack === 0 ? 0 : Math.min(1, (spacePx - least) / slack)
  return needs.map(({ widthPx, leastPx }) => Math.floor(leastPx + (widthPx - leastPx) * share))
}

/**
 * Fits columns into a box by narrowing them. If even their least widths are too wide, as many as possible are in view
 * and the box ends where one of them ends, so that none is cut; that one gets `edgePx` more for what lies over its
 * heading. `endPx` is kept free after the last column of all. Returns null if all columns fit at their comfortable
 * widths.
 */
export function fitColumns(
  needs: readonly ColumnNeed[],
  spacePx: number,
  { endPx, edgePx }: { readonly endPx: number; readonly edgePx: number },
): Fit | null {
  const forAllPx = spacePx - endPx
  if (sum(needs.map(({ widthPx }) => widthPx)) <= forAllPx) return null
  if (sum(needs.map(({ leastPx }) => leastPx)) <= forAllPx) return { widthsPx: shared(needs, forAllPx), edge: null }
  const room = spacePx - edgePx
  let count = 0
  for (let used = 0; count < needs.length; count += 1) {
    used += needs[count]?.leastPx ?? 0
    if (used > room) break
  }
  const inView = Math.max(1, count)
  const widths = shared(needs.slice(0, inView), Math.max(room, 0))
  const edge = inView - 1
  const edgeWidth = Math.max(widths[edge] ?? 0, spacePx - sum(widths.slice(0, edge)))
  return { widthsPx: [...widths.slice(0, edge), edgeWidth, ...needs.slice(inView).map(({ widthPx }) => widthPx)], edge }
}
