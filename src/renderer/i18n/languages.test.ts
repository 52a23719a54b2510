import { describe, expect, it } from 'vitest'
import { languageName, languageOf, regionalTag, systemLanguage } from './languages.ts'

describe('systemLanguage', () => {
  it.each([
    [['vi-VN', 'en-US'], 'vi'],
    [['de-DE', 'vi'], 'vi'],
    [['en-GB', 'vi-VN'], 'en'],
    [['VI'], 'vi'],
    [['vie'], 'en'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('reads %j as %s', (wanted, language) => {
    expect(systemLanguage(wanted, ['en', 'vi'])).toBe(language)
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

it('tells regions of a language apart if the app has more than one', () => {
  expect([['pt-PT'], ['pt-br'], ['pt-AO']].map((wanted) => systemLanguage(wanted, ['en', 'pt-BR', 'pt-PT']))).toEqual([
    'pt-PT',
    'pt-BR',
    'pt-BR',
  ])
})

it('uses English for a language that the app does not have', () => {
  const asked = ['system', 'vi', 'tlh', 'en'].map((setting) => languageOf(setting, ['vi-VN'], ['en', 'vi']))
  expect(asked).toEqual(['vi', 'vi', 'en', 'en'])
})

it('names each language in its own language', () => {
  expect(['en', 'vi', 'pl', 'pt-BR'].map(languageName)).toEqual([
    'English',
    'Tiếng Việt',
    'Polski',
    'Português (Brasil)',
  ])
})
