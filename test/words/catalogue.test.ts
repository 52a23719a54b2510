import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/renderer/i18n/en/index.ts'
import { vi } from '../../src/renderer/i18n/vi/index.ts'

interface Tree {
  readonly [key: string]: string | Tree
}

/** Every sentence of a catalogue by its dotted key. */
function leaves(tree: Tree, above = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value] as [string, string]] : leaves(value, `${above}${key}.`),
  )
}

const english = new Map(leaves(en))
const vietnamese = new Map(leaves(vi))

/** A sign in quotes and braces stands for itself: `{'|'}` parts no arms. */
const arms = (sentence: string): readonly string[] => sentence.replaceAll(/\{'.*?'\}/g, '').split('|')
/** The places of a sentence but the count: where grammar tells no number, one arm may print it and another need not. */
const places = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))]
    .filter((name) => name !== 'n')
    .sort()
const ends = (sentence: string): number => sentence.match(/[.!?](?=\s|$)/g)?.length ?? 0
const escapes = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{'.*?'\}/g)].map(([sign]) => sign).sort()

/** What a translation has lost or made up, against its English sentence. */
function faults(theirs: string, ours: string): string[] {
  const isSame = (a: readonly string[], b: readonly string[]) => a.join(' ') === b.join(' ')
  const [their, our] = [arms(theirs), arms(ours)]
  // One arm for "one | many" is right only where both arms say the same but for the number.
  const against =
    our.length === 1
      ? their.map((arm) => [arm, ours] as const)
      : their.map((arm, place) => [arm, our[place] ?? ''] as const)
  return [
    ours.trim() === '' ? 'empty' : '',
    isSame(escapes(theirs), escapes(ours)) ? '' : 'other signs',
    our.length === 1 || our.length === their.length ? '' : `${our.length} arms, not ${their.length}`,
    against.every(([their, our]) => isSame(places(their), places(our))) ? '' : 'other places',
    against.every(([their, our]) => ends(our) >= ends(their)) ? '' : 'a sentence is missing',
    // The arm for one may leave the count out; the one for many must not.
    (our.at(-1) ?? '').includes('{n}') === (their.at(-1) ?? '').includes('{n}')
      ? ''
      : 'the count is missing or made up',
  ].filter(Boolean)
}

test.each([
  ['{n} job | {n} jobs', '{n} tác vụ', []],
  ['Your job | Your {n} jobs', 'Tác vụ của bạn', ['the count is missing or made up']],
  ['{server} is late | {n} are late', '{n} máy chủ trễ', ['other places']],
  ['{server} is late | {n} are late', '{server} trễ | {n} trễ', []],
  ['Done. Go on?', 'Xong.', ['a sentence is missing']],
  ["Up to the {'@'} of {name}", 'Đến {ten}', ['other signs', 'other places']],
])('%s as “%s”', (theirs, ours, found) => {
  expect(faults(theirs, ours)).toEqual(found)
})

describe('the Vietnamese catalogue', () => {
  test('has the keys of the English one', () => {
    expect([...vietnamese.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  test('keeps the places of each sentence, and an arm for each number that is told apart', () => {
    expect(
      [...english].flatMap(([key, sentence]) =>
        faults(sentence, vietnamese.get(key) ?? '').map((fault) => `${key}: ${fault}`),
      ),
    ).toEqual([])
  })

  test('leaves no sentence in English', () => {
    const same = [...english].filter(
      ([key, sentence]) =>
        vietnamese.get(key) === sentence &&
        sentence
          .replaceAll(/\{\w+\}/g, '')
          .trim()
          .includes(' '),
    )
    expect(same).toEqual([])
  })

  test('writes its letters in one way', () => {
    const written = [...vietnamese.values()].join('\n')
    expect(written).toBe(written.normalize('NFC'))
    // Two spellings are in use; the catalogue has the first of each.
    expect(written).not.toMatch(/oá(?![a-zà-ỹ])|uỷ(?![a-zà-ỹ])|\b[Kk]ỹ\b/u)
  })
})

const renderer = join(import.meta.dirname, '../../src/renderer')
const main = join(import.meta.dirname, '../../src/main')
const code = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name) && !name.startsWith('i18n') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(renderer, name), 'utf8'))
  .join('\n')

/** Keys as they stand in code between quotes, and patterns of those put together in a template: `cron.flag.${flag}`. */
function usedKeys(): { readonly isUsed: (key: string) => boolean; readonly patterns: readonly string[] } {
  const written = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => String(key)))
  const patterns = [
    ...new Set([...code.matchAll(/`([a-z]\w*\.[\w.-]*\$\{[^`]*)`/g)].map(([, template]) => String(template))),
  ]
  const tests = patterns.map((template) => {
    const fixed = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${fixed.join('[\\w-]+')}$`)
  })
  return { patterns, isUsed: (key) => written.has(key) || tests.some((each) => each.test(key)) }
}

describe('every sentence', () => {
  const { isUsed, patterns } = usedKeys()

  test('is said somewhere', () => {
    // The shells say theirs by property: see below.
    expect([...english.keys()].filter((key) => !key.startsWith('native.') && !isUsed(key))).toEqual([])
  })

  test('of the desktop shell is said by it', () => {
    const shell = readdirSync(main)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(main, name), 'utf8'))
      .join('\n')
    // Those of the page are taken in whole, and found by a state or a code.
    const taken = /^native\.(?:health|start\.reasons)\./
    const isSaid = (key: string) => {
      const [, group = '', name = ''] = key.split('.')
      return shell.includes(group === 'roles' ? `own('${name}')` : `${group}.${name}`)
    }
    const own = [...english.keys()].filter((key) => key.startsWith('native.') && !taken.test(key))
    expect(own.length).toBeGreaterThan(60)
    expect(own.filter((key) => !isSaid(key))).toEqual([])
  })

  test('that is found by a key put together at run time hangs below a name of its own', () => {
    // A template that begins with its variable part would make every key look used.
    expect(patterns.filter((template) => !/^\w+\.(?:[\w-]+\.)*\w*\$\{/.test(template))).toEqual([])
    expect(patterns.length).toBeGreaterThan(20)
  })
})
