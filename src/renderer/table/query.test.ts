import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complete, completionsAt } from './completion.ts'
import {
  alternatives,
  checkQuery,
  formatTerm,
  isNarrower,
  parseQuery,
  quoteValue,
  type FilterGuide,
  type Term,
} from './query.ts'

const guide: FilterGuide = {
  server: { values: () => ['web-01', 'web-02', 'shop 3'] },
  tag: { values: () => ['lotus', 'shop a', '5" disk, old'] },
  ip: {},
  enabled: { values: () => ['yes', 'no'], isGood: (value) => ['yes', 'no'].some((word) => word.startsWith(value)) },
}
const fields = new Set(Object.keys(guide))
const free = (value: string, negated = false) => ({ field: null, value, negated })

describe('parseQuery', () => {
  it.each([
    ['lotus', [free('lotus')]],
    ['-server:Staging', [{ field: 'server', value: 'staging', negated: true }]],
    ['tag:"shop a" b', [{ field: 'tag', value: 'shop a', negated: false }, free('b')]],
    ['https://x', [free('https://x')]],
    ['2001:db8::/48', [free('2001:db8::/48')]],
    ['a,b', [free('a,b')]],
    ['server:', []],
    ['server: web', [free('web')]],
    ['  ', []],
    ['-', [free('-')]],
    ['"open', [free('open')]],
    ['TAG:Lotus,"Shop A"', [{ field: 'tag', value: 'lotus,shop a', negated: false, anyOf: ['lotus', 'shop a'] }]],
    ['-tag:a,b', [{ field: 'tag', value: 'a,b', negated: true, anyOf: ['a', 'b'] }]],
    ['tag:a OR tag:b OR tag:c', [{ field: 'tag', value: 'a,b,c', negated: false, anyOf: ['a', 'b', 'c'] }]],
    [
      'tag:a AND tag:b',
      [
        { field: 'tag', value: 'a', negated: false },
        { field: 'tag', value: 'b', negated: false },
      ],
    ],
    ['a OR b', [{ field: null, value: 'a,b', negated: false, anyOf: ['a', 'b'] }]],
    ['"OR" or', [free('or'), free('or')]],
    ['"a ""b"""', [free('a "b"')]],
    ['"" b', [free('b')]],
  ])('reads %j', (text, terms) => {
    expect(parseQuery(text, fields)).toEqual(terms)
  })

  it.each([
    'lotus -server:staging',
    'tag:"shop a",b -"x y"',
    'a OR "b c" d',
    '"--quiet" a',
    '-"-x"',
    '"tag:lotus"',
    '-"tag:lotus" b',
    'a OR "-b c" d',
    '"a ""b"" c"',
    'tag:"a,b",c',
  ])('writes %s as it was meant', (text) => {
    const terms = parseQuery(text, fields)
    expect(parseQuery(terms.map(formatTerm).join(' '), fields)).toEqual(terms)
  })

  it('writes any conditions so that they are read back', () => {
    const meaning = (terms: readonly Term[]) =>
      terms.map((term) => ({ field: term.field, negated: term.negated, anyOf: [...new Set(alternatives(term))] }))
    const sign = fc.constantFrom(
      'a',
      'Web-1',
      '-',
      '--',
      '"',
      '""',
      ' ',
      ',',
      ':',
      '=',
      'OR',
      ' OR ',
      'AND',
      'tag',
      'tag:',
      'http://x',
      '2001:db8::',
      '\t',
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            { weight: 5, arbitrary: sign },
            { weight: 1, arbitrary: fc.string({ maxLength: 3, unit: 'grapheme' }) },
          ),
          { maxLength: 12 },
        ),
        (parts) => {
          const terms = parseQuery(parts.join(''), fields)
          expect(meaning(parseQuery(terms.map(formatTerm).join(' '), fields))).toEqual(meaning(terms))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('writes any value of a field so that it is read back', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== ''),
        (name) => {
          expect(parseQuery(`tag:${quoteValue(name)}`, fields)).toEqual([
            { field: 'tag', value: name.trim().toLowerCase(), negated: false },
          ])
        },
      ),
    )
  })

  it('knows if a longer word can only remove rows', () => {
    const narrower = (a: string, b: string) => isNarrower(parseQuery(a, fields), parseQuery(b, fields))
    expect(narrower('web a', 'web ab')).toBe(true)
    expect([
      narrower('-a', '-ab'),
      narrower('tag:a', 'tag:ab'),
      narrower('ab', 'a'),
      narrower('a OR b', 'a OR bc'),
      narrower('a', 'a b'),
    ]).toEqual([false, false, false, false, false])
  })
})

describe('checkQuery', () => {
  const wrong = (text: string) =>
    checkQuery(text, guide).errors.map(({ code, from, to, word, hint }) => [
      code,
      from,
      to,
      word,
      ...(hint ? [hint] : []),
    ])

  it.each([
    ['tag:lotus -enabled:no web:8080 http://x artisan queue:work', []],
    ['server:', []],
    ['sever:web x', [['unknown-field', 0, 6, 'sever:', 'server']]],
    ['x -tga:a', [['unknown-field', 3, 7, 'tga:', 'tag']]],
    ['server: web', [['no-value', 0, 7, 'server:']]],
    ['a "b c', [['open-quote', 2, 6, '"b c']]],
    ['"b"" c', [['open-quote', 0, 6, '"b"" c']]],
    ['enabled:maybe,no', [['bad-value', 8, 13, 'maybe', 'enabled']]],
    [
      'OR a OR',
      [
        ['stray-or', 0, 2, 'OR'],
        ['stray-or', 5, 7, 'OR'],
      ],
    ],
    ['tag:a OR server:b', [['mixed-or', 9, 17, 'server:b']]],
  ])('of %j says %j', (text, errors) => {
    expect(wrong(text)).toEqual(errors)
  })
})

describe('completionsAt', () => {
  /** The bar marks the caret. */
  const offered = (text: string) =>
    completionsAt(text.replace('|', ''), text.indexOf('|'), guide).map(({ label }) => label)
  const taken = (text: string, label: string) => {
    const plain = text.replace('|', '')
    const found = completionsAt(plain, text.indexOf('|'), guide).find((each) => each.label === label)
    const made = found && complete(plain, found)
    return made && `${made.text.slice(0, made.caret)}|${made.text.slice(made.caret)}`
  }

  it('offers fields where a word begins, and values after a field', () => {
    expect(offered('|')).toEqual(['server:', 'tag:', 'ip:', 'enabled:'])
    expect(offered('web -S|')).toEqual(['server:'])
    expect(offered('server:|')).toEqual(['web-01', 'web-02', 'shop 3'])
    expect(offered('server:3|')).toEqual(['shop 3'])
    expect(offered('server:web-01,w|')).toEqual(['web-02'])
    expect(offered('server:=web|')).toEqual(['web-01', 'web-02'])
    expect(offered('ip:1|')).toEqual([])
    expect(offered('nothing|')).toEqual([])
    expect(offered('enabled:yes|')).toEqual([])
  })

  it('inserts the choice, quoted if necessary, and continues after it', () => {
    expect(taken('se|', 'server:')).toBe('server:|')
    expect(taken('-se| x', 'server:')).toBe('-server:| x')
    expect(taken('|lotus', 'tag:')).toBe('tag:|lotus')
    expect(taken('-|lotus', 'tag:')).toBe('-tag:|lotus')
    expect(offered('|-lotus')).toEqual([])
    expect(taken('server:sh|', 'shop 3')).toBe('server:"shop 3" |')
    expect(taken('tag:lo| x', 'lotus')).toBe('tag:lotus| x')
    expect(taken('tag:lotus,"sh|', 'shop a')).toBe('tag:lotus,"shop a" |')
    expect(taken('tag:5|', '5" disk, old')).toBe('tag:"5"" disk, old" |')
  })
})
