import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogueOf, sentencesOf } from '../kit/catalogues.ts'

const renderer = join(import.meta.dirname, '../../src/renderer')
const english = new Map(sentencesOf(catalogueOf('en')))

/** The placeholders of a sentence in all of its plural forms, without the count. */
function placeholdersOf(key: string): ReadonlySet<string> {
  const forms = [...english].filter(([name]) => name === key || name.replace(/_[a-z]+$/, '') === key)
  const names = forms.flatMap(([, sentence]) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))
  return new Set(names.filter((name) => name !== 'n'))
}

/** Returns the names at the top level of an object literal, or null if it has a spread or a computed name. */
function namesIn(literal: string): ReadonlySet<string> | null {
  let flat = literal
  for (let before = ''; before !== flat;) {
    before = flat
    flat = flat.replace(/'[^'\n]*'|`[^`]*`/g, '0').replace(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, '0')
  }
  const names = flat.split(',').map((part) => part.split(':')[0]?.trim() ?? '')
  return names.some((name) => name !== '' && !/^\w+$/.test(name)) ? null : new Set(names)
}

/** Returns the text between a brace and the one that closes it. */
function textInBraces(source: string, from: number): string {
  let depth = 1
  let at = from
  for (; at < source.length && depth > 0; at += 1) depth += source[at] === '{' ? 1 : source[at] === '}' ? -1 : 0
  return source.slice(from, at - 1)
}

/** Calls of t and tn with a key and an object that are written out. */
function* callsIn(source: string): Generator<{ readonly key: string; readonly names: ReadonlySet<string> }> {
  for (const found of source.matchAll(/\bt(?:n\(\s*'([\w.-]+)',[^{}']*?|\(\s*'([\w.-]+)',\s*)\{/g)) {
    const names = namesIn(textInBraces(source, found.index + found[0].length))
    if (names) yield { key: found[1] ?? found[2] ?? '', names }
  }
}

const calls = globSync('**/*.{ts,vue}', { cwd: renderer })
  .filter((file) => !file.includes('.test.'))
  .flatMap((file) => [...callsIn(readFileSync(join(renderer, file), 'utf8'))].map((call) => ({ file, ...call })))

test('every sentence gets a value for each of its placeholders', () => {
  expect(calls.length).toBeGreaterThan(200)
  const lacking = calls.flatMap(({ file, key, names }) =>
    [...placeholdersOf(key)].filter((name) => !names.has(name)).map((name) => `${file}: ${key} {${name}}`),
  )
  expect(lacking).toEqual([])
})

test('a value under another name is found', () => {
  const [call] = callsIn(`t('servers.table.moved', { name: byId.get(id)?.name ?? '', side: n(1, { a: 2 }), total })`)
  expect([...(call?.names ?? [])]).toEqual(['name', 'side', 'total'])
  expect([...placeholdersOf('servers.table.moved')]).toEqual(['name', 'place', 'total'])
})
