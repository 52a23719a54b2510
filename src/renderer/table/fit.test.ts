import { expect, it } from 'vitest'
import { fitColumns } from './fit.ts'

const columns = [
  { widthPx: 184, leastPx: 120 },
  { widthPx: 168, leastPx: 120 },
  { widthPx: 104, leastPx: 104 },
  { widthPx: 122, leastPx: 122 },
]

const over = { endPx: 26, edgePx: 60 }

it('leaves columns alone that fit', () => {
  expect(fitColumns(columns, 604, over)).toBeNull()
})

it('narrows columns, each by its share, as long as all can be read', () => {
  expect(fitColumns(columns, 548, over)).toEqual({ widthsPx: [152, 144, 104, 122], edge: null })
  expect(fitColumns(columns, 492, over)?.widthsPx).toEqual([120, 120, 104, 122])
})

it('ends the box where a column ends if some must lie beyond, with room over that column’s heading', () => {
  const fit = fitColumns(columns, 450, over)
  expect(fit?.edge).toBe(2)
  expect(fit?.widthsPx.slice(0, 3).reduce((total, px) => total + px, 0)).toBe(450)
  expect(fit?.widthsPx[2]).toBeGreaterThanOrEqual(104 + 60)
  expect(fit?.widthsPx[3]).toBe(122)
})

it('shows the first column whatever the space', () => {
  expect(fitColumns(columns, 50, over)?.edge).toBe(0)
})
