import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pluralRulesIn } from '../../src/renderer/i18n/plurals.ts'
import { catalogueFolder, catalogueOf, sentencesOf } from '../kit/catalogues.ts'

type Sentences = ReadonlyMap<string, string>

const languages = readdirSync(catalogueFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const english: Sentences = new Map(sentencesOf(catalogueOf('en')))

const suffix = /_(zero|one|two|few|many|other|single)$/
const nameOf = (key: string): string => key.replace(suffix, '')
/** The counted sentences of a catalogue, without the suffix of the plural form. */
const countedIn = (sentences: Sentences): readonly string[] =>
  [...sentences.keys()].filter((key) => key.endsWith('_other')).map(nameOf)

/** Numbers that cover every plural category of whole numbers in a language. */
const samples = [...Array.from({ length: 201 }, (_, n) => n), 1000, 1_000_000]
const samplesOf = (form: string, language: string): readonly number[] =>
  samples.filter((n) => pluralRulesIn(language).select(n) === form)

/** The plural forms that a counted sentence lacks, and those that the language does not use. */
function wrongForms(name: string, sentences: Sentences, language: string): string[] {
  const hasForm = (form: string) => sentences.has(`${name}_${form}`)
  const counts = hasForm('single') ? samples.filter((n) => n !== 1) : samples
  const needed = new Set(counts.map((n) => pluralRulesIn(language).select(n)))
  const known: readonly string[] = pluralRulesIn(language).resolvedOptions().pluralCategories
  const forms = ['zero', 'one', 'two', 'few', 'many', 'other']
  return [
    ...forms
      .filter((form) => needed.has(form as Intl.LDMLPluralRule) && !hasForm(form))
      .map((form) => `no form ${form}`),
    ...forms.filter((form) => hasForm(form) && !known.includes(form)).map((form) => `${language} has no form ${form}`),
  ]
}

/** The placeholders of a sentence, without the count. */
const placeholdersOf = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))]
    .filter((name) => name !== 'n')
    .sort()
const countEnds = (sentence: string): number => sentence.match(/[.!?](?=\s|$)/g)?.length ?? 0
const escapesOf = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{'.*?'\}/g)].map(([sign]) => sign).sort()

/**
 * What a translation has lost or added, compared with its English sentence. `mayOmitCount` is true for a form that is
 * used for one number only.
 */
function faults(original: string, translation: string, mayOmitCount: boolean): string[] {
  const isSame = (a: readonly string[], b: readonly string[]) => a.join(' ') === b.join(' ')
  const [originalHasCount, translationHasCount] = [original, translation].map((sentence) => sentence.includes('{n}'))
  return [
    translation.trim() === '' ? 'empty' : '',
    isSame(escapesOf(original), escapesOf(translation)) ? '' : 'other signs',
    isSame(placeholdersOf(original), placeholdersOf(translation)) ? '' : 'other placeholders',
    countEnds(translation) >= countEnds(original) ? '' : 'a sentence is missing',
    originalHasCount === translationHasCount || mayOmitCount ? '' : 'the count is missing or made up',
    // A bar would split a sentence into two forms.
    /(?<!\{')\|/.test(translation) ? 'a bar' : '',
  ].filter(Boolean)
}

test.each([
  ['{n} jobs', '{n} tác vụ', false, []],
  ['Your {n} jobs', 'Tác vụ của bạn', false, ['the count is missing or made up']],
  ['Your {n} jobs', 'Tác vụ của bạn', true, []],
  ['{server} is late', '{n} máy chủ trễ', false, ['other placeholders', 'the count is missing or made up']],
  ['Done. Go on?', 'Xong.', false, ['a sentence is missing']],
  ['{n} jobs', '{n} tác vụ | {n} việc', false, ['a bar']],
  ["Up to the {'@'} of {name}", 'Đến {ten}', false, ['other signs', 'other placeholders']],
])('%s as “%s”', (original, translation, mayOmitCount, found) => {
  expect(faults(original, translation, mayOmitCount)).toEqual(found)
})

test('the forms of a counted sentence are those of its language', () => {
  const forms = (language: string, ...names: string[]) =>
    wrongForms('late', new Map(names.map((form) => [`late_${form}`, ''])), language)
  expect(forms('en', 'one', 'other')).toEqual([])
  expect(forms('en', 'other')).toEqual(['no form one'])
  expect(forms('en', 'single', 'other')).toEqual([])
  expect(forms('vi', 'one', 'other')).toEqual(['vi has no form one'])
  expect(forms('pl', 'single', 'few', 'many')).toEqual([])
  expect(forms('ru', 'single', 'few', 'many')).toEqual(['no form one'])
  expect(forms('pl', 'one', 'many', 'other')).toEqual(['no form few'])
})

describe.each(languages)('the catalogue in %s', (language) => {
  const own: Sentences = new Map(sentencesOf(catalogueOf(language)))
  const counted = new Set(countedIn(own))
  const isForm = (key: string): boolean => counted.has(nameOf(key)) && !key.endsWith('_single')
  /** The English sentence that a sentence of the language is compared with. */
  const originalOf = (key: string): string | undefined => english.get(isForm(key) ? `${nameOf(key)}_other` : key)
  const mayOmitCount = (key: string): boolean =>
    key.endsWith('_single') ||
    (counted.has(nameOf(key)) && samplesOf(suffix.exec(key)?.[1] ?? '', language).length === 1)

  test('has the same keys as the English one', () => {
    const withoutForms = (sentences: Sentences) => {
      const names = new Set(countedIn(sentences))
      const isForm = (key: string) => names.has(nameOf(key)) && !key.endsWith('_single')
      return [...new Set([...sentences.keys()].map((key) => (isForm(key) ? `${nameOf(key)}_#` : key)))].toSorted()
    }
    expect(withoutForms(own)).toEqual(withoutForms(english))
  })

  test('has a form for each plural category of the language, and no other', () => {
    expect(counted.size).toBeGreaterThan(200)
    expect([...counted].flatMap((name) => wrongForms(name, own, language).map((fault) => `${name}: ${fault}`))).toEqual(
      [],
    )
  })

  test('keeps the placeholders and the count of each sentence', () => {
    expect(
      [...own].flatMap(([key, sentence]) =>
        faults(originalOf(key) ?? '', sentence, mayOmitCount(key)).map((fault) => `${key}: ${fault}`),
      ),
    ).toEqual([])
  })

  test.skipIf(language === 'en')('has no English sentences', () => {
    const same = [...own].filter(
      ([key, sentence]) =>
        originalOf(key) === sentence &&
        sentence
          .replaceAll(/\{\w+\}/g, '')
          .trim()
          .includes(' '),
    )
    expect(same).toEqual([])
  })
})

test('the Vietnamese catalogue uses one spelling', () => {
  const written = sentencesOf(catalogueOf('vi'))
    .map(([, sentence]) => sentence)
    .join('\n')
  expect(written).toBe(written.normalize('NFC'))
  // Two spellings are in use. The catalogue uses the first of each pair.
  expect(written).not.toMatch(/oá(?![a-zà-ỹ])|uỷ(?![a-zà-ỹ])|\b[Kk]ỹ\b/u)
})

const renderer = join(import.meta.dirname, '../../src/renderer')
const main = join(import.meta.dirname, '../../src/main')
const code = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name) && !name.startsWith('i18n') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(renderer, name), 'utf8'))
  .join('\n')

/** Keys that are quoted in the code, and patterns of keys that are built in a template: `cron.flag.${flag}`. */
interface UsedKeys {
  readonly isUsed: (key: string) => boolean
  /** Whether a key is built in a template, as one of a set with a sentence for each value. */
  readonly isOfSet: (key: string) => boolean
  readonly patterns: readonly string[]
}
function usedKeys(): UsedKeys {
  const written = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => String(key)))
  const patterns = [
    ...new Set([...code.matchAll(/`([a-z]\w*\.[\w.-]*\$\{[^`]*)`/g)].map(([, template]) => String(template))),
  ]
  const matchers = patterns.map((template) => {
    const fixed = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${fixed.join('[\\w-]+')}$`)
  })
  const isOfSet = (key: string) => matchers.some((each) => each.test(key))
  return { patterns, isOfSet, isUsed: (key) => written.has(key) || isOfSet(key) }
}

/** Sentences that read like another one but mean something else. Another language may need different words. */
const ownMeaning: Readonly<Record<string, string>> = {
  'bulk.plan.undo.title': 'a heading; the other is a button',
  'bulk.plan.show': 'names a choice; the other is a button',
  'runs.column.undo': 'names a column; the other is a button',
  'servers.import.close': 'a button; the other is a state',
  'servers.remove.word': 'a word to type',
}

describe('every sentence', () => {
  const { isUsed, isOfSet, patterns } = usedKeys()

  test('is used somewhere', () => {
    // The shells read their sentences as properties: see below.
    expect(
      [...english.keys()].filter((key) => !key.startsWith('native.') && !isUsed(key) && !isUsed(nameOf(key))),
    ).toEqual([])
  })

  test('of the desktop shell is used there', () => {
    const shell = readdirSync(main)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(main, name), 'utf8'))
      .join('\n')
    const isUsedByShell = (key: string) => {
      const [, group = '', name = ''] = key.split('.')
      if (suffix.test(key)) return new RegExp(`\\b${group}, '${nameOf(name)}'|: '${nameOf(name)}'`).test(shell)
      return shell.includes(group === 'roles' ? `own('${name}')` : `${group}.${name}`)
    }
    const own = [...english.keys()].filter((key) => key.startsWith('native.'))
    expect(own.length).toBeGreaterThan(60)
    expect(own.filter((key) => !isUsedByShell(key))).toEqual([])
  })

  test('is in the catalogue once', () => {
    /** All forms of each sentence in all languages. Equal English with different Vietnamese means something else. */
    const formsByName = new Map<string, string>()
    for (const [key, words] of languages.flatMap((language) => sentencesOf(catalogueOf(language)))) {
      const name = nameOf(key)
      formsByName.set(name, `${formsByName.get(name) ?? ''}${key.slice(name.length)}\0${words}\0`)
    }
    const names = [...new Set([...english.keys()].map(nameOf))].filter(
      (name) => !/^(?:native|screens)\./.test(name) && !isOfSet(name),
    )
    const groups = Object.values(Object.groupBy(names, (name) => formsByName.get(name) ?? '')).filter(
      (group) => group !== undefined,
    )
    const repeated = groups.filter((group) => group.length > 1)
    expect(
      repeated.map((group) => group.filter((name) => !(name in ownMeaning))).filter(({ length }) => length > 1),
    ).toEqual([])
    expect(Object.keys(ownMeaning).filter((name) => !repeated.flat().includes(name))).toEqual([])
  })

  test('whose key is built at run time is in a section of its own', () => {
    // A template that begins with its variable part would make every key look used.
    expect(patterns.filter((template) => !/^\w+\.(?:[\w-]+\.)*\w*\$\{/.test(template))).toEqual([])
    expect(patterns.length).toBeGreaterThan(20)
  })
})
