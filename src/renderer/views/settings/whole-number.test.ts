import { expect, it } from 'vitest'
import { readWholeNumber } from './whole-number.ts'

const bounds = { min: 2, max: 300 }

it('reads whole numbers, with both bounds included', () => {
  expect(readWholeNumber('30', bounds)).toEqual({ value: 30, problem: null })
  expect(readWholeNumber(' 2 ', bounds)).toEqual({ value: 2, problem: null })
  expect(readWholeNumber('300', bounds)).toEqual({ value: 300, problem: null })
  expect(readWholeNumber('007', bounds)).toEqual({ value: 7, problem: null })
})

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['1', 'tooSmall'],
  ['-5', 'tooSmall'],
  ['301', 'tooLarge'],
  ['99999999999999999999', 'tooLarge'],
  ['2.5', 'notWhole'],
  ['2,5', 'notWhole'],
  ['1e2', 'notWhole'],
  ['+5', 'notWhole'],
  ['ten', 'notWhole'],
])('says why %o is not valid', (text, problem) => {
  expect(readWholeNumber(text, bounds)).toEqual({ value: null, problem })
})
