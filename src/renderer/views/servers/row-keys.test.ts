import { expect, it } from 'vitest'
import { idsBetween, rowAction } from './row-keys.ts'

const plain = { shift: false, alt: false, mod: false }

it('moves inside the list and stops at its ends', () => {
  expect(rowAction({ ...plain, key: 'ArrowDown' }, 4, 5)).toEqual({ do: 'focus', index: 4, extend: false })
  expect(rowAction({ ...plain, key: 'PageDown' }, 0, 5)).toEqual({ do: 'focus', index: 4, extend: false })
  expect(rowAction({ ...plain, key: 'ArrowUp', shift: true }, 3, 5)).toEqual({ do: 'focus', index: 2, extend: true })
})

it('moves a server with Alt, but not past an end', () => {
  expect(rowAction({ ...plain, key: 'ArrowUp', alt: true }, 2, 5)).toEqual({ do: 'move', neighbour: 1, side: 'before' })
  expect(rowAction({ ...plain, key: 'ArrowDown', alt: true }, 2, 5)).toEqual({
    do: 'move',
    neighbour: 3,
    side: 'after',
  })
  expect(rowAction({ ...plain, key: 'ArrowUp', alt: true }, 0, 5)).toBeNull()
  expect(rowAction({ ...plain, key: 'ArrowDown', alt: true }, 4, 5)).toBeNull()
})

it('ignores other keys', () => {
  expect(rowAction({ ...plain, key: 'c', mod: true }, 0, 5)).toBeNull()
  expect(rowAction({ ...plain, key: 'F5' }, 0, 5)).toBeNull()
  expect(rowAction({ ...plain, key: 'A', mod: true }, 0, 5)).toEqual({ do: 'select-all' })
})

it('spans a range in either direction, and falls back to its end', () => {
  expect(idsBetween(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c'])
  expect(idsBetween(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})
