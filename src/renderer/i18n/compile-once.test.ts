import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { compileOnce } from './compile-once.ts'

const i18n = createI18n<false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messageCompiler: compileOnce(),
  messages: {
    en: { name: 'Of {name}', same: 'Of {name}', only: 'English' },
    vi: { name: '{name} của', same: '', only: '' },
  },
})
const { t } = i18n.global

it('prints every sentence as the library does, again and again', () => {
  for (const name of ['a', 'b']) {
    expect(t('name', { name })).toBe(`Of ${name}`)
    expect(t('same', { name })).toBe(`Of ${name}`)
  }
})

it('does not mix up languages', () => {
  i18n.global.locale.value = 'vi'
  expect(t('name', { name: 'a' })).toBe('a của')
  i18n.global.locale.value = 'en'
  expect(t('name', { name: 'a' })).toBe('Of a')
})

it('compiles a sentence once, and does not call the library again', () => {
  const compile = compileOnce()
  let keys = 0
  // The library caches what it compiled under this key. The key is different each time, so only our own cache can
  // return it.
  const context = {
    warnHtmlMessage: false,
    onError: () => undefined,
    locale: 'en',
    key: 'k',
    onCacheKey: () => `key ${(keys += 1)}`,
  }
  const hello = compile('Hello', context)
  const asked = keys
  expect(asked).toBeGreaterThan(0)
  expect(compile('Hello', context)).toBe(hello)
  expect(keys).toBe(asked)
  expect(compile('Good bye', context)).not.toBe(hello)
  expect(keys).toBeGreaterThan(asked)
})
