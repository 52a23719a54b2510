import { expect, it } from 'vitest'
import { pluralKey } from './plurals.ts'

const formsOf = (counts: readonly number[], language: string, keys: readonly string[]) =>
  counts.map((count) => pluralKey('late', count, language, (key) => keys.includes(key)).replace('late_', ''))

it.each([
  ['en', ['one', 'other'], ['other', 'one', 'other', 'other', 'other']],
  ['vi', ['other'], ['other', 'other', 'other', 'other', 'other']],
  ['pl', ['one', 'few', 'many', 'other'], ['many', 'one', 'few', 'many', 'many']],
  ['ru', ['one', 'few', 'many', 'other'], ['many', 'one', 'few', 'many', 'one']],
  ['ar', ['zero', 'one', 'two', 'few', 'many', 'other'], ['zero', 'one', 'two', 'few', 'many']],
] as const)('uses the forms of %s for 0, 1, 2, 5 and 21', (language, forms, expected) => {
  const keys = forms.map((form) => `late_${form}`)
  expect(formsOf([0, 1, 2, 5, 21], language, keys)).toEqual(expected)
})

it('has separate words for exactly one', () => {
  expect(formsOf([1, 2, 21], 'ru', ['late_single', 'late_one', 'late_few', 'late_many'])).toEqual([
    'single',
    'few',
    'one',
  ])
})

it('falls back to the form for all numbers', () => {
  expect(formsOf([1, 2], 'pl', ['late_other'])).toEqual(['other', 'other'])
})
