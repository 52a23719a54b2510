import { describe, expect, it } from 'vitest'
import type { Column } from './columns.ts'
import { parseQuery } from './query.ts'
import { addKeys, emptySelection, keepExisting, placesBetween, removeKeys, toggleKey } from './selection.ts'
import { type Sort, toggleSort } from './sort.ts'
import { createTable } from './table.ts'

interface Row {
  readonly key: string
  readonly name: string
  readonly server: string
  readonly quotaMb: number | null
}

let texts = 0
const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'ftp.title',
    text: (row) => {
      texts += 1
      return row.name
    },
    widthPx: 100,
  },
  { id: 'server', header: 'servers.title', text: (row) => row.server, widthPx: 100 },
  { id: 'quota', header: 'ftp.title', text: (row) => `${row.quotaMb ?? ''} MB`, sortKey: (row) => row.quotaMb, widthPx: 80, searchable: false },
]

const row = (name: string, server: string, quotaMb: number | null = null): Row => ({ key: `${server}/${name}`, name, server, quotaMb })
const rows = [row('deploy10', 'web-12', 5), row('Deploy2', 'web-9'), row('media', 'web-12', 300), row('ábc', 'stage-1', 5)]
const options = { columns, keyOf: (r: Row) => r.key, fields: { server: (r: Row, value: string) => r.server.startsWith(value) } }
const names = (list: readonly Row[], order: Uint32Array) => Array.from(order, (place) => list[place]?.name)
const by = (...keys: string[]): Sort =>
  keys.map((key) => ({ columnId: key.replace('-', ''), direction: key.startsWith('-') ? 'desc' : 'asc' }))

describe('view', () => {
  it('keeps the order of the rows without a sort', () => {
    expect(names(rows, createTable(options).view(rows, '', []))).toEqual(['deploy10', 'Deploy2', 'media', 'ábc'])
  })

  it('sorts numbers in names by value, whatever the case', () => {
    expect(names(rows, createTable(options).view(rows, '', by('name')))).toEqual(['ábc', 'Deploy2', 'deploy10', 'media'])
  })

  it('puts nulls last in both directions and keeps equals in place', () => {
    const table = createTable(options)
    expect(names(rows, table.view(rows, '', by('quota')))).toEqual(['deploy10', 'ábc', 'media', 'Deploy2'])
    expect(names(rows, table.view(rows, '', by('-quota')))).toEqual(['media', 'deploy10', 'ábc', 'Deploy2'])
  })

  it('lets later keys decide among equals', () => {
    expect(names(rows, createTable(options).view(rows, '', by('-server', 'name')))).toEqual(['deploy10', 'media', 'Deploy2', 'ábc'])
  })

  it('filters by all words, in any column, and never across two cells', () => {
    const table = createTable(options)
    expect(names(rows, table.view(rows, 'DEPLOY web-12', []))).toEqual(['deploy10'])
    expect(names(rows, table.view(rows, '-deploy', []))).toEqual(['media', 'ábc'])
    expect(names(rows, table.view(rows, 'mediaweb', []))).toEqual([])
    expect(names(rows, table.view(rows, '300', []))).toEqual([])
  })

  it('finds rows again that a longer or another word had left out', () => {
    const table = createTable(options)
    const found = (query: string) => names(rows, table.view(rows, query, []))
    expect(['m', 'me', 'med', 'me', 'de', '-me', '-med', 'web-12 d', 'web-1 d', 'web-1'].map(found)).toEqual(
      ['m', 'me', 'med', 'me', 'de', '-me', '-med', 'web-12 d', 'web-1 d', 'web-1'].map((query) =>
        names(rows, createTable(options).view(rows, query, [])),
      ),
    )
    expect(found('-med')).toHaveLength(3)
  })

  it('asks the named test for a field, also negated', () => {
    const table = createTable(options)
    expect(names(rows, table.view(rows, 'server:web', by('name')))).toEqual(['Deploy2', 'deploy10', 'media'])
    expect(names(rows, table.view(rows, '-server:web', []))).toEqual(['ábc'])
  })

  it('sorts a refreshed list as a fresh one would be, with rows gone, new and changed', () => {
    const table = createTable(options)
    const sort = by('quota', 'name')
    table.view(rows, '', sort)
    const next = [row('new', 'web-1', 40), ...rows.slice(1), row('media', 'web-13', 1)]
    expect(table.view(next, '', sort)).toEqual(createTable(options).view(next, '', sort))
    expect(names(next, table.view(next, '', sort))).toEqual(['media', 'ábc', 'new', 'media', 'Deploy2'])
  })

  it('survives two rows of one key', () => {
    const table = createTable(options)
    const sort = by('name')
    table.view(rows, '', sort)
    const twice = [...rows, rows[0] as Row]
    expect(table.view(twice, '', sort)).toHaveLength(5)
  })

  it('reads the text of a row once, and after a refresh only that of new rows', () => {
    const table = createTable(options)
    texts = 0
    table.view(rows, 'x', [])
    table.view(rows, 'xy', [])
    table.view([...rows, row('late', 'web-1')], 'xyz', [])
    expect(texts).toBe(rows.length + 1)
  })
})

describe('parseQuery', () => {
  const fields = new Set(['server', 'tag'])

  it.each([
    ['lotus', [{ field: null, value: 'lotus', negated: false }]],
    ['-server:Staging', [{ field: 'server', value: 'staging', negated: true }]],
    ['tag:"shop a" b', [{ field: 'tag', value: 'shop a', negated: false }, { field: null, value: 'b', negated: false }]],
    ['https://x', [{ field: null, value: 'https://x', negated: false }]],
    ['2001:db8::/48', [{ field: null, value: '2001:db8::/48', negated: false }]],
    ['server:', []],
    ['  ', []],
    ['-', [{ field: null, value: '-', negated: false }]],
    ['"open', [{ field: null, value: 'open', negated: false }]],
  ])('reads %j', (text, terms) => {
    expect(parseQuery(text, fields)).toEqual(terms)
  })
})

describe('toggleSort', () => {
  it('goes round for a click and adds, turns and drops a key with Shift', () => {
    expect(toggleSort([], 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a'), 'a', false)).toEqual(by('-a'))
    expect(toggleSort(by('-a'), 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a', 'b'), 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a'), 'b', true)).toEqual(by('a', 'b'))
    expect(toggleSort(by('a', 'b'), 'b', true)).toEqual(by('a', '-b'))
    expect(toggleSort(by('a', '-b'), 'b', true)).toEqual(by('a'))
  })
})

describe('selection', () => {
  it('is replaced and never changed', () => {
    const one = toggleKey(emptySelection, 'a')
    expect([...one]).toEqual(['a'])
    expect(emptySelection.size).toBe(0)
    expect([...toggleKey(one, 'a')]).toEqual([])
    expect([...addKeys(one, ['b', 'a'])]).toEqual(['a', 'b'])
    expect([...removeKeys(addKeys(one, ['b']), ['a'])]).toEqual(['b'])
  })

  it('ranges over places either way', () => {
    expect(placesBetween(2, 4)).toEqual([2, 3, 4])
    expect(placesBetween(4, 2)).toEqual([2, 3, 4])
    expect(placesBetween(3, 3)).toEqual([3])
  })

  it('drops keys of rows that are gone and stays the same set otherwise', () => {
    const both = addKeys(emptySelection, ['a', 'b'])
    expect([...keepExisting(both, (key) => key === 'a')]).toEqual(['a'])
    expect(keepExisting(both, () => true)).toBe(both)
  })
})
