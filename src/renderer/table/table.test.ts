import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column } from './columns.ts'
import { arrange, emptySlots, listSlots, type RowSlots } from './row-slots.ts'
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
    header: 'screens.runs',
    text: (row) => {
      texts += 1
      return row.name
    },
    widthPx: 100,
  },
  { id: 'server', header: 'screens.servers', text: (row) => row.server, widthPx: 100 },
  {
    id: 'quota',
    header: 'screens.runs',
    text: (row) => `${row.quotaMb ?? ''} MB`,
    sortKey: (row) => row.quotaMb,
    widthPx: 80,
    searchable: false,
  },
]

const row = (name: string, server: string, quotaMb: number | null = null): Row => ({
  key: `${server}/${name}`,
  name,
  server,
  quotaMb,
})
const rows = [
  row('deploy10', 'web-12', 5),
  row('Deploy2', 'web-9'),
  row('media', 'web-12', 300),
  row('ábc', 'stage-1', 5),
]
const options = {
  columns,
  keyOf: (r: Row) => r.key,
  fields: { server: (r: Row, value: string) => r.server.startsWith(value) },
}
const list = (rows: readonly Row[]): RowSlots<Row> => listSlots(rows, options.keyOf)
const names = (list: readonly Row[], order: Uint32Array) => Array.from(order, (slot) => list[slot]?.name)
const by = (...keys: string[]): Sort =>
  keys.map((key) => ({ columnId: key.replace('-', ''), direction: key.startsWith('-') ? 'desc' : 'asc' }))

describe('view', () => {
  it('keeps the order of the rows if no sort is set', () => {
    expect(names(rows, createTable(options).view(list(rows), '', []))).toEqual(['deploy10', 'Deploy2', 'media', 'ábc'])
  })

  it('sorts numbers in names by value, and ignores case', () => {
    expect(names(rows, createTable(options).view(list(rows), '', by('name')))).toEqual([
      'ábc',
      'Deploy2',
      'deploy10',
      'media',
    ])
  })

  it('puts nulls last in both directions and keeps the order of equal rows', () => {
    const table = createTable(options)
    expect(names(rows, table.view(list(rows), '', by('quota')))).toEqual(['deploy10', 'ábc', 'media', 'Deploy2'])
    expect(names(rows, table.view(list(rows), '', by('-quota')))).toEqual(['media', 'deploy10', 'ábc', 'Deploy2'])
  })

  it('lets later sort keys decide among equal rows', () => {
    expect(names(rows, createTable(options).view(list(rows), '', by('-server', 'name')))).toEqual([
      'deploy10',
      'media',
      'Deploy2',
      'ábc',
    ])
  })

  it('filters by all words, in any column, and never across two cells', () => {
    const table = createTable(options)
    expect(names(rows, table.view(list(rows), 'DEPLOY web-12', []))).toEqual(['deploy10'])
    expect(names(rows, table.view(list(rows), '-deploy', []))).toEqual(['media', 'ábc'])
    expect(names(rows, table.view(list(rows), 'mediaweb', []))).toEqual([])
    expect(names(rows, table.view(list(rows), '300', []))).toEqual([])
  })

  it('finds rows again that a longer or another word had left out', () => {
    const table = createTable(options)
    const found = (query: string) => names(rows, table.view(list(rows), query, []))
    expect(['m', 'me', 'med', 'me', 'de', '-me', '-med', 'web-12 d', 'web-1 d', 'web-1'].map(found)).toEqual(
      ['m', 'me', 'med', 'me', 'de', '-me', '-med', 'web-12 d', 'web-1 d', 'web-1'].map((query) =>
        names(rows, createTable(options).view(list(rows), query, [])),
      ),
    )
    expect(found('-med')).toHaveLength(3)
  })

  it('uses the named test for a field, also negated', () => {
    const table = createTable(options)
    expect(names(rows, table.view(list(rows), 'server:web', by('name')))).toEqual(['Deploy2', 'deploy10', 'media'])
    expect(names(rows, table.view(list(rows), '-server:web', []))).toEqual(['ábc'])
  })

  it('sorts a refreshed list like a new one, with removed, new and changed rows', () => {
    const table = createTable(options)
    const sort = by('quota', 'name')
    table.view(list(rows), '', sort)
    const next = [row('new', 'web-1', 40), ...rows.slice(1), row('media', 'web-13', 1)]
    expect(table.view(list(next), '', sort)).toEqual(createTable(options).view(list(next), '', sort))
    expect(names(next, table.view(list(next), '', sort))).toEqual(['media', 'ábc', 'new', 'media', 'Deploy2'])
  })

  it('survives two rows with one key', () => {
    const table = createTable(options)
    const sort = by('name')
    table.view(list(rows), '', sort)
    const twice = [...rows, rows[0] as Row]
    expect(table.view(list(twice), '', sort)).toHaveLength(5)
  })

  it('reads the text of a row once, and after a refresh only the texts of the refreshed server', () => {
    const table = createTable(options)
    const before = arrange(emptySlots(options.keyOf), [
      ['web-9', rows.slice(1, 2)],
      ['web-12', [rows[0] as Row, rows[2] as Row]],
    ])
    texts = 0
    table.view(before, 'x', [])
    table.view(before, 'xy', [])
    table.view(
      arrange(before, [
        ['web-9', [row('late', 'web-9')]],
        ['web-12', before.blocks.get('web-12')?.rows ?? []],
      ]),
      'xyz',
      [],
    )
    expect(texts).toBe(3 + 1)
  })

  it('reads texts in advance while there is time', () => {
    const table = createTable(options)
    texts = 0
    expect(table.prepare(list(rows), () => true)).toBe(false)
    expect(texts).toBe(0)
    expect(table.prepare(list(rows), () => false)).toBe(true)
    table.view(list(rows), 'media', [])
    expect(texts).toBe(rows.length)
  })
})

describe('a refresh', () => {
  const aName = fc.constantFrom('a1', 'a10', 'a9', 'B2', 'b2', 'ä', '', 'z-9', 'z 9', '007', '7')
  const aList = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 0, max: 12 }), name: aName, quotaMb: fc.option(fc.integer({ min: 0, max: 3 })) }),
    { selector: ({ id }) => id },
  )
  const aStep = fc.record({ server: fc.constantFrom('web-1', 'web-2', 'web-3'), rows: fc.option(aList) })
  const asks = [
    ['', by('name')],
    ['', by('-quota', 'name')],
    ['b', by('name', 'quota')],
    ['-b', by('-server')],
    ['server:web-1', []],
  ] as const

  it.each(asks)('for %j shows the same as a new table', (query, sort) => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 12 }), (steps) => {
        const cached = new Map<string, readonly Row[]>()
        const table = createTable(options)
        let rowSlots = emptySlots(options.keyOf)
        for (const { server, rows: next } of steps) {
          if (next === null) cached.delete(server)
          else
            cached.set(
              server,
              next.map(({ id, name, quotaMb }) => ({ key: `${server}/x/${id}`, name, server, quotaMb })),
            )
          rowSlots = arrange(rowSlots, [...cached].sort())
          const fresh = arrange(emptySlots(options.keyOf), [...cached].sort())
          const keysOf = (from: RowSlots<Row>, order: Uint32Array) => Array.from(order, (slot) => from.rows[slot]?.key)
          expect(keysOf(rowSlots, table.view(rowSlots, query, sort))).toEqual(
            keysOf(fresh, createTable(options).view(fresh, query, sort)),
          )
        }
      }),
    )
  })
})

describe('toggleSort', () => {
  it('changes the direction on a click, and adds, reverses and removes a key with Shift', () => {
    expect(toggleSort([], 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a'), 'a', false)).toEqual(by('-a'))
    expect(toggleSort(by('-a'), 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a', 'b'), 'a', false)).toEqual(by('a'))
    expect(toggleSort(by('a'), 'b', true)).toEqual(by('a', 'b'))
    expect(toggleSort(by('a', 'b'), 'b', true)).toEqual(by('a', '-b'))
    expect(toggleSort(by('a', '-b'), 'b', true)).toEqual(by('a'))
  })

  it('returns to the user’s own order on a third click, if there is one', () => {
    expect(toggleSort(by('a'), 'a', false, true)).toEqual(by('-a'))
    expect(toggleSort(by('-a'), 'a', false, true)).toEqual([])
    expect(toggleSort(by('-a', 'b'), 'a', false, true)).toEqual(by('a'))
  })
})
