import { describe, expect, it } from 'vitest'
import { createLines, type Lines } from '../table/lines.ts'
import { listSlots, naturalOrder } from '../table/row-slots.ts'
import { canJoin, stepOf } from './grid-moves.ts'

interface TestRow {
  readonly key: string
}
const rowSlots = listSlots(
  [...'abcd'].map((key) => ({ key })),
  ({ key }: TestRow) => key,
)
const order = naturalOrder(rowSlots)
const plain = createLines({ rowSlots, order, groups: null }, new Set())
const groups = [
  { key: 'one', label: 'One', start: 0, count: 2 },
  { key: 'two', label: 'Two', start: 2, count: 2 },
]
const grouped = createLines({ rowSlots, order, groups }, new Set())

/** Returns the key that a row steps past, and on which side it stands then. */
const stepped = (lines: Lines<TestRow>, key: string, isUp: boolean) => {
  const step = stepOf(lines, key, isUp)
  return step && `${step.side} ${step.neighbour}`
}

describe('a row', () => {
  it('steps past the row above or below it, but not past an end', () => {
    expect(stepped(plain, 'b', true)).toBe('before a')
    expect(stepped(plain, 'b', false)).toBe('after c')
    expect(stepped(plain, 'a', true)).toBeNull()
    expect(stepped(plain, 'd', false)).toBeNull()
    expect(stepped(plain, 'gone', false)).toBeNull()
  })

  it('stays in its group, and a header does not move', () => {
    expect(stepped(grouped, 'a', false)).toBe('after b')
    expect(stepped(grouped, 'b', false)).toBeNull()
    expect(stepped(grouped, 'c', true)).toBeNull()
    expect(stepped(grouped, 'group:two', false)).toBeNull()
    expect(canJoin(grouped, 'a', 'c')).toBe(false)
    expect(canJoin(plain, 'a', 'c')).toBe(true)
  })

  it('is not placed beside itself', () => expect(canJoin(plain, 'a', 'a')).toBe(false))
})
