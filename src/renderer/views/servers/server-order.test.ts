import { expect, it } from 'vitest'
import { movedNextTo } from './server-order.ts'

const ids = ['a', 'b', 'c', 'd']

it('moves up and down', () => {
  expect(movedNextTo(ids, 'a', 'c', 'after')).toEqual(['b', 'c', 'a', 'd'])
  expect(movedNextTo(ids, 'd', 'b', 'before')).toEqual(['a', 'd', 'b', 'c'])
})

it('is the same list if nothing moves', () => {
  expect(movedNextTo(ids, 'b', 'a', 'after')).toBe(ids)
  expect(movedNextTo(ids, 'b', 'b', 'before')).toBe(ids)
  expect(movedNextTo(ids, 'x', 'b', 'before')).toBe(ids)
})
