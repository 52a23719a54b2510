import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestQueue, type QueueSlot } from './request-queue.ts'
import type { Priority } from './types.ts'

describe('createRequestQueue', () => {
  it('serves each priority first come, first served', () => {
    const queue = createRequestQueue<string>()
    queue.push('a', 'bulk')
    queue.push('b', 'interactive')
    queue.push('c', 'bulk')
    expect(queue.shift('bulk')?.item).toBe('a')
    expect(queue.shift('bulk')?.item).toBe('c')
    expect(queue.shift('bulk')).toBeUndefined()
    expect(queue.shift('interactive')?.item).toBe('b')
  })

  it('keeps the order of requests that are put back, whichever comes back first', () => {
    const queue = createRequestQueue<number>()
    for (let n = 0; n < 5; n += 1) queue.push(n, 'bulk')
    const taken = [0, 1, 2].map(() => queue.shift('bulk')).filter((slot) => slot !== undefined)
    for (const n of [1, 2, 0]) queue.putBack(taken[n] as QueueSlot<number>)
    expect(queue.drain()).toEqual([0, 1, 2, 3, 4])
  })

  it('moves a request to the end of another priority, once', () => {
    const queue = createRequestQueue<string>()
    queue.push('first', 'interactive')
    const slot = queue.push('moved', 'background')
    expect(queue.move(slot, 'interactive')).toBe(true)
    expect(queue.move(slot, 'interactive')).toBe(false)
    expect(queue.drain()).toEqual(['first', 'moved'])
    expect(queue.move(slot, 'bulk')).toBe(false)
  })

  it('behaves like three plain lists', () => {
    const priority = fc.constantFrom<Priority>('interactive', 'bulk', 'background')
    const step = fc.record({ act: fc.constantFrom('push', 'shift', 'remove', 'move'), priority, pick: fc.nat(50) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = createRequestQueue<number>()
        const lists: Record<Priority, number[]> = { interactive: [], bulk: [], background: [] }
        const slots: QueueSlot<number>[] = []
        steps.forEach(({ act, priority: to, pick }, n) => {
          const slot = slots[pick % Math.max(1, slots.length)]
          if (act === 'push') {
            slots.push(queue.push(n, to))
            lists[to].push(n)
          } else if (act === 'shift') expect(queue.shift(to)?.item).toBe(lists[to].shift())
          else if (slot) {
            const from = slot.priority
            const index = lists[from].indexOf(slot.item)
            const expected = index >= 0 && (act === 'remove' || from !== to)
            expect(act === 'remove' ? queue.remove(slot) : queue.move(slot, to)).toBe(expected)
            if (expected) lists[from].splice(index, 1)
            if (expected && act === 'move') lists[to].push(slot.item)
          }
        })
        expect(queue.drain()).toEqual([...lists.interactive, ...lists.bulk, ...lists.background])
      }),
    )
  })
})
