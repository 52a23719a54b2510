import { describe, expect, it } from 'vitest'
import { complete, completionsAt } from './completion.ts'
import { checkQuery, formatTerm, isNarrower, parseQuery, type FilterGuide } from './query.ts'

const guide: FilterGuide = {
  server: { values: () => ['web-01', 'web-02', 'shop 3'] },
  tag: { values: () => ['lotus', 'shop a'] },
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
    ['tag:a AND tag:b', [{ field: 'tag', value: 'a', negated: false }, { field: 'tag', value: 'b', negated: false }]],
    ['a OR b', [{ field: null, value: 'a,b', negated: false, anyOf: ['a', 'b'] }]],
    ['"OR" or', [free('or'), free('or')]],
  ])('reads %j', (text, terms) => {
    expect(parseQuery(text, fields)).toEqual(terms)
  })

  it('writes conditions so that they are read back', () => {
    for (const text of ['lotus -server:staging', 'tag:"shop a",b -"x y"', 'a OR "b c" d']) {
      const terms = parseQuery(text, fields)
      expect(parseQuery(terms.map(formatTerm).join(' '), fields)).toEqual(terms)
    }
  })

  it('knows when a word that grew can only take rows away', () => {
    const narrower = (a: string, b: string) => isNarrower(parseQuery(a, fields), parseQuery(b, fields))
    expect(narrower('web a', 'web ab')).toBe(true)
    expect([narrower('-a', '-ab'), narrower('tag:a', 'tag:ab'), narrower('ab', 'a'), narrower('a OR b', 'a OR bc'), narrower('a', 'a b')]).toEqual([false, false, false, false, false])
  })
})

describe('checkQuery', () => {
  const wrong = (text: string) => checkQuery(text, guide).errors.map(({ code, from, to, word, hint }) => [code, from, to, word, ...(hint ? [hint] : [])])

  it.each([
    ['tag:lotus -enabled:no web:8080 http://x artisan queue:work', []],
    ['server:', []],
    ['sever:web x', [['unknown-field', 0, 6, 'sever:', 'server']]],
    ['x -tga:a', [['unknown-field', 3, 7, 'tga:', 'tag']]],
    ['server: web', [['no-value', 0, 7, 'server:']]],
    ['a "b c', [['open-quote', 2, 6, '"b c']]],
    ['enabled:maybe,no', [['bad-value', 8, 13, 'maybe', 'enabled']]],
    ['OR a OR', [['stray-or', 0, 2, 'OR'], ['stray-or', 5, 7, 'OR']]],
    ['tag:a OR server:b', [['mixed-or', 9, 17, 'server:b']]],
  ])('of %j says %j', (text, errors) => {
    expect(wrong(text)).toEqual(errors)
  })
})

describe('completionsAt', () => {
  /** The caret is the bar. */
  const offered = (text: string) => completionsAt(text.replace('|', ''), text.indexOf('|'), guide).map(({ label }) => label)
  const taken = (text: string, label: string) => {
    const plain = text.replace('|', '')
    const found = completionsAt(plain, text.indexOf('|'), guide).find((each) => each.label === label)
    const made = found && complete(plain, found)
    return made && `${made.text.slice(0, made.caret)}|${made.text.slice(made.caret)}`
  }

  it('offers fields where a word begins, and values behind a field', () => {
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

  it('puts in what was chosen, quoted where it must be, and goes on behind it', () => {
    expect(taken('se|', 'server:')).toBe('server:|')
    expect(taken('-se| x', 'server:')).toBe('-server:| x')
    expect(taken('server:sh|', 'shop 3')).toBe('server:"shop 3" |')
    expect(taken('tag:lo| x', 'lotus')).toBe('tag:lotus| x')
    expect(taken('tag:lotus,"sh|', 'shop a')).toBe('tag:lotus,"shop a" |')
  })
})
