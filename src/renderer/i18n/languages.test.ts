import { describe, expect, it } from 'vitest'
import { oneOrMany, regionalTag, systemLanguage } from './languages.ts'

describe('systemLanguage', () => {
  it.each([
    [['vi-VN', 'en-US'], 'vi'],
    [['de-DE', 'vi'], 'vi'],
    [['en-GB', 'vi-VN'], 'en'],
    [['VI'], 'vi'],
    [['vie'], 'en'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('takes %j as %s', (wanted, language) => {
    expect(systemLanguage(wanted)).toBe(language)
  })
})

describe('regionalTag', () => {
  it.each([
    ['en', ['en-GB', 'en-US'], 'en-GB'],
    ['en', ['vi-VN', 'en-AU'], 'en-AU'],
    ['vi', ['en-GB'], 'vi'],
    ['en', ['eng', 'de'], 'en'],
  ])('writes %s for a reader of %j as %s', (language, wanted, tag) => {
    expect(regionalTag(language, wanted)).toBe(tag)
  })
})

describe('oneOrMany', () => {
  it('keeps the first arm for exactly one', () => {
    expect([0, 1, 1.5, 2, 100].map((count) => oneOrMany(count, 2))).toEqual([1, 0, 1, 1, 1])
    expect([0, 1, 2].map((count) => oneOrMany(count, 1))).toEqual([0, 0, 0])
  })
})
