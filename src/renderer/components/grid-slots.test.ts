import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assignSlots } from './grid-slots.ts'

const from = (start: number, count: number) => Array.from({ length: count }, (_, at) => start + at)

it('reuses the elements of rows that leave for rows that enter', () => {
  const first = assignSlots(new Map(), from(0, 5))
  expect([...first]).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ])
  const second = assignSlots(first, from(2, 5))
  expect([2, 3, 4].map((position) => second.get(position))).toEqual([2, 3, 4])
  expect([5, 6].map((position) => second.get(position)).sort()).toEqual([0, 1])
})

it('creates a new element only if more rows are drawn than before', () => {
  const grown = assignSlots(assignSlots(new Map(), from(0, 3)), from(1, 4))
  expect([...grown.values()].sort()).toEqual([0, 1, 2, 3])
})

it('never gives two rows the same element, however the window moves', () => {
  const window = fc.record({ start: fc.nat(200), count: fc.nat(60) })
  fc.assert(
    fc.property(fc.array(window, { maxLength: 30 }), (windows) => {
      let slots: ReadonlyMap<number, number> = new Map()
      for (const { start, count } of windows) {
        const before = slots
        slots = assignSlots(slots, from(start, count))
        expect(new Set(slots.values()).size).toBe(count)
        for (const [position, slot] of slots) if (before.has(position)) expect(slot).toBe(before.get(position))
      }
    }),
  )
})
