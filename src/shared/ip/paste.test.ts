import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpList } from './paste.ts'

describe('parseIpList', () => {
  it('accepts every separator, comments, and ranges with spaces', () => {
    const text = [
      '# offices',
      '203.0.113.7, 198.51.100.0/24;2001:db8::/32\t192.0.2.1 # home // really',
      '10.0.0.1 - 10.0.0.2 // range',
      '"192.0.2.9",\u00a0\u200b192.0.2.10',
      '203.0.113.7/32',
    ].join('\r\n')
    const list = parseIpList(text)
    expect(list.problems).toEqual([])
    expect(list.cidrs).toEqual([
      '203.0.113.7/32',
      '198.51.100.0/24',
      '2001:db8::/32',
      '192.0.2.1/32',
      '10.0.0.1/32',
      '10.0.0.2/32',
      '192.0.2.9/32',
      '192.0.2.10/32',
    ])
    expect(list.entries.map(({ line, column, text: found }) => [line, column, found])).toEqual([
      [2, 1, '203.0.113.7'],
      [2, 14, '198.51.100.0/24'],
      [2, 30, '2001:db8::/32'],
      [2, 44, '192.0.2.1'],
      [3, 1, '10.0.0.1 - 10.0.0.2'],
      [4, 2, '192.0.2.9'],
      [4, 15, '192.0.2.10'],
      [5, 1, '203.0.113.7/32'],
    ])
  })

  it('says where and why it failed, and reads the rest', () => {
    const list = parseIpList('10.0.0.1\n  10.0.0.256, office.example.com\n10.0.0.2')
    expect(list.problems).toEqual([
      { line: 2, column: 3, text: '10.0.0.256', reason: 'octet-range' },
      { line: 2, column: 15, text: 'office.example.com', reason: 'host-name' },
    ])
    expect(list.cidrs).toEqual(['10.0.0.1/32', '10.0.0.2/32'])
  })

  it('keeps the notes of each entry', () => {
    expect(parseIpList('10.0.0.9/8').entries[0]?.notes).toEqual(['host-bits'])
  })

  it('accepts a JSON array and reports a URL as one error', () => {
    expect(parseIpList('["10.0.0.1", "10.0.0.2"]')).toMatchObject({
      cidrs: ['10.0.0.1/32', '10.0.0.2/32'],
      problems: [],
    })
    expect(parseIpList('http://10.0.0.1/x').problems).toEqual([
      { line: 1, column: 1, text: 'http://10.0.0.1/x', reason: 'url' },
    ])
  })

  it('reports a dash that stands alone', () => {
    expect(parseIpList('10.0.0.1 -').problems).toEqual([{ line: 1, column: 10, text: '-', reason: 'range-incomplete' }])
    expect(parseIpList(' - ').problems).toMatchObject([{ column: 2, text: '-', reason: 'range-incomplete' }])
  })

  const bits = fc.constantFrom(
    '1',
    '0',
    '.',
    ':',
    '/',
    '-',
    ' ',
    ',',
    '\n',
    '\r',
    '#',
    '"',
    '[',
    'f',
    '%',
    '\u200b',
    '–',
  )

  it('never throws, and every span points at its text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: bits, maxLength: 60 })), (text) => {
        const lines = text.split(/\r\n|\n|\r/)
        const list = parseIpList(text)
        for (const span of [...list.entries, ...list.problems]) {
          expect(lines[span.line - 1]?.startsWith(span.text, span.column - 1)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('takes linear time on a long line', { timeout: 3000 }, () => {
    expect(parseIpList('10.0.0.1 '.repeat(20_000)).entries).toHaveLength(20_000)
    expect(parseIpList(`a${' '.repeat(200_000)}${'-'.repeat(200_000)}${'/'.repeat(200_000)}`).problems).toHaveLength(2)
  })
})
