import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as I18n from '../../src/renderer/i18n/index.ts'
import type * as MainWords from '../../src/main/words.ts'
import type * as CronWords from '../../src/shared/cron/describe.ts'
import type * as SettingsModel from '../../src/shared/model/settings.ts'
import { catalogueFolder, type Tree } from '../kit/catalogues.ts'

/**
 * A language is a folder of sentences and nothing else: the test adds a folder to a copy of the sources and changes no
 * code. The language is Polish, because it has plural forms that English and Vietnamese do not have.
 */
const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache')
mkdirSync(cache, { recursive: true })
const copy = mkdtempSync(join(cache, 'third-language-'))

/** Makes a Polish catalogue: each English sentence with "pl:" in front, and forms few and many beside the others. */
function polish(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]): [string, string | Tree][] => {
      if (typeof value !== 'string') return [[key, polish(value)]]
      if (!key.endsWith('_other')) return [[key, `pl:${value}`]]
      return ['few', 'many', 'other'].map((form) => [key.replace(/other$/, form), `pl ${form}:${value}`])
    }),
  )
}

beforeAll(() => {
  for (const path of ['renderer/i18n', 'shared', 'main/words.ts'])
    cpSync(join(root, 'src', path), join(copy, 'src', path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
  const english = join(catalogueFolder, 'en')
  for (const path of readdirSync(english, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.json')) continue
    const file = join(copy, 'src/renderer/i18n/pl', path)
    mkdirSync(dirname(file), { recursive: true })
    const sentences = JSON.parse(readFileSync(join(english, path), 'utf8')) as Tree
    writeFileSync(file, JSON.stringify(polish(sentences)))
  }
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const i18n = () => import(join(copy, 'src/renderer/i18n/index.ts')) as Promise<typeof I18n>
const main = () => import(join(copy, 'src/main/words.ts')) as Promise<typeof MainWords>
const cron = () => import(join(copy, 'src/shared/cron/describe.ts')) as Promise<typeof CronWords>
const model = () => import(join(copy, 'src/shared/model/settings.ts')) as Promise<typeof SettingsModel>

test('the page offers it, loads it when it is chosen, and uses its plural rules', async () => {
  const { createAppI18n, languages, loadLanguage } = await i18n()
  expect(languages).toEqual(['en', 'pl', 'vi'])
  const { global } = createAppI18n()
  expect(global.availableLocales).toEqual(['en'])
  await loadLanguage(global, 'pl')
  global.locale.value = 'pl'
  expect(global.t('action.cancel')).toBe('pl:Cancel')
  const { pluralKey } = await import('../../src/renderer/i18n/plurals.ts')
  const shown = [1, 2, 5].map((n) => global.t(pluralKey('kinds.ftp.count', n, 'pl', global.te), { n }))
  expect(shown).toEqual(['pl:1 account', 'pl few:2 accounts', 'pl many:5 accounts'])
})

test('the desktop shell uses it', async () => {
  const { fillCount, wordsIn } = await main()
  const words = wordsIn('system', ['pl-PL', 'en'])
  expect(words.menu.file).toBe('pl:File')
  expect(words.health.ok).toMatch(/^pl:/)
  expect(words.start.reasons.storage_full.what).toMatch(/^pl:/)
  expect(fillCount(words, words.tray, 'more', 3)).toBe('pl few:3 more servers')
  expect(wordsIn('tlh', []).menu.file).toBe('File')
})

test('schedules are described in it', async () => {
  const { describeCron, loadCronLocale } = await cron()
  expect(await loadCronLocale('pl')).toBe(true)
  expect(describeCron('0 3 * * *', 'pl')).toBe('O 03:00')
})

test('the setting accepts it and any other tag, but nothing else', async () => {
  const { settings } = await model()
  const accepts = (language: string) => settings.shape.language.safeParse(language).success
  expect(['system', 'en', 'pl', 'pt-BR'].filter((tag) => !accepts(tag))).toEqual([])
  expect(['', 'English', 'p', 'pl_PL', '../en', 'en-'].filter(accepts)).toEqual([])
})
