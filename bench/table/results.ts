import type { GridName } from './build.ts'
import type { Lap } from './play.ts'

/** One grid at one number of rows: medians over the laps, in ms and MB. `filterMs` is the slower keystroke of two. */
export interface Row {
  readonly grid: GridName
  readonly rows: number
  readonly mountMs: number
  readonly filterMs: number
  readonly sortMs: number
  readonly selectAllMs: number
  readonly scrollP95Ms: number
  readonly sliceUpdateMs: number
  readonly heapMb: number
}

/** A row and the figures that only the printed table shows. */
export interface Line {
  readonly row: Row
  readonly filterFirstMs: number
  readonly filterNextMs: number
}

const rounded = (figure: number) => Math.round(figure * 10) / 10

export function rowOf(grid: GridName, rows: number, laps: readonly Lap[]): Line {
  const median = (name: keyof Lap) =>
    rounded(laps.map((lap) => lap[name]).toSorted((a, b) => a - b)[Math.floor((laps.length - 1) / 2)] ?? NaN)
  const filterFirstMs = median('filterFirstMs')
  const filterNextMs = median('filterNextMs')
  const row = {
    grid,
    rows,
    mountMs: median('mountMs'),
    filterMs: Math.max(filterFirstMs, filterNextMs),
    sortMs: median('sortMs'),
    selectAllMs: median('selectAllMs'),
    scrollP95Ms: median('scrollP95Ms'),
    sliceUpdateMs: median('sliceUpdateMs'),
    heapMb: median('heapMb'),
  }
  return { row, filterFirstMs, filterNextMs }
}

const columns = [
  'grid',
  'rows',
  'mount',
  'filter 1st',
  'next',
  'sort',
  'select all',
  'scroll p95',
  'slice',
  'heap MB',
] as const
const widths = [12, 8, 9, 11, 8, 8, 11, 11, 8, 8]

export function formatTable(lines: readonly Line[]): string {
  const body = lines.map(({ row, filterFirstMs, filterNextMs }) => {
    const figures = [
      row.mountMs,
      filterFirstMs,
      filterNextMs,
      row.sortMs,
      row.selectAllMs,
      row.scrollP95Ms,
      row.sliceUpdateMs,
      row.heapMb,
    ]
    return [row.grid, String(row.rows), ...figures.map((figure) => figure.toFixed(1))]
  })
  return [[...columns], ...body]
    .map((cells) =>
      cells.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join(''),
    )
    .join('\n')
}
