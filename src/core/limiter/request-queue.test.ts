import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestQueue, type QueuePlace } from './request-queue.ts'
import type { Lane } from './types.ts'

describe('createRequestQueue', () => {
  it('serves each lane first come, first served', () => {
    const queue = createRequestQueue<string>()
    queue.push('a', 'bulk')
    queue.push('b', 'interactive')
    queue.push('c', 'bulk')
    expect(queue.shift('bulk')?.item).toBe('a')
    expect(queue.shift('bulk')?.item).toBe('c')
    expect(queue.shift('bulk')).toBeUndefined()
    expect(queue.shift('interactive')?.item).toBe('b')
  })

  it('keeps the order of those put back, whichever comes back first', () => {
    const queue = createRequestQueue<number>()
    for (let n = 0; n < 5; n += 1) queue.push(n, 'bulk')
    const taken = [0, 1, 2].map(() => queue.shift('bulk')).filter((place) => place !== undefined)
    for (const n of [1, 2, 0]) queue.putBack(taken[n] as QueuePlace<number>)
    expect(queue.drain()).toEqual([0, 1, 2, 3, 4])
  })

  it('moves a place to the end of another lane, once', () => {
    const queue = createRequestQueue<string>()
    queue.push('first', 'interactive')
    const place = queue.push('moved', 'background')
    expect(queue.move(place, 'interactive')).toBe(true)
    expect(queue.move(place, 'interactive')).toBe(false)
    expect(queue.drain()).toEqual(['first', 'moved'])
    expect(queue.move(place, 'bulk')).toBe(false)
  })

  it('behaves like three plain lists', () => {
    const lane = fc.constantFrom<Lane>('interactive', 'bulk', 'background')
    const step = fc.record({ act: fc.constantFrom('push', 'shift', 'remove', 'move'), lane, pick: fc.nat(50) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = createRequestQueue<number>()
        const lists: Record<Lane, number[]> = { interactive: [], bulk: [], background: [] }
        const places: QueuePlace<number>[] = []
        steps.forEach(({ act, lane: to, pick }, n) => {
          const place = places[pick % Math.max(1, places.length)]
          if (act === 'push') {
            places.push(queue.push(n, to))
            lists[to].push(n)
          } else if (act === 'shift') expect(queue.shift(to)?.item).toBe(lists[to].shift())
          else if (place) {
            const from = place.lane
            const index = lists[from].indexOf(place.item)
            const expected = index >= 0 && (act === 'remove' || from !== to)
            expect(act === 'remove' ? queue.remove(place) : queue.move(place, to)).toBe(expected)
            if (expected) lists[from].splice(index, 1)
            if (expected && act === 'move') lists[to].push(place.item)
          }
        })
        expect(queue.drain()).toEqual([...lists.interactive, ...lists.bulk, ...lists.background])
      }),
    )
  })
})
