import { describe, expect, it } from 'vitest'
import { aServerRow } from '../../test-data/a-server-row.test-data.ts'
import { checkQuery } from '../../table/query.ts'
import { listSlots } from '../../table/row-slots.ts'
import { createTable } from '../../table/table.ts'
import type { Sort } from '../../table/sort.ts'
import { serverColumns } from './server-columns.ts'
import { chosenValue, serverFilterGuide, serverTests, withChosenValue } from './server-filter.ts'

const dayMs = 86_400_000
const pin = { validToMs: 40 * dayMs } as NonNullable<ReturnType<typeof aServerRow>['server']['pin']>
const rows = [
  aServerRow({ id: 's0', name: 'web-10', tags: ['lotus', 'shop'], environment: 'production', folder: 'Lotus', pin }, 5),
  aServerRow({ id: 's1', name: 'web-2', tags: ['kim'], environment: 'staging', notes: 'moves\nin May' }, null),
  aServerRow(
    { id: 's2', name: 'Mail', tags: ['lotus'], folder: 'Agency', url: 'https://mail.example:3082/api/v1' },
    40,
  ),
]
const keyOf = ({ server }: (typeof rows)[number]) => server.id
const slots = listSlots(rows, keyOf)
const columns = serverColumns({ t: (key) => key, number: String, locale: 'en' })
const table = createTable({ columns, keyOf, fields: serverTests(() => 11 * dayMs) })
const view = (query: string, sort: Sort = []) =>
  Array.from(table.view(slots, query, sort), (slot) => rows[slot]?.server.name)

describe('the filter over servers', () => {
  it('searches names, addresses, tags, folders and notes for every word', () => {
    expect(view('LOTUS')).toEqual(['web-10', 'Mail'])
    expect(view('lotus shop')).toEqual(['web-10'])
    expect(view('3082')).toEqual(['Mail'])
    expect(view('agency')).toEqual(['Mail'])
    expect(view('"moves in"')).toEqual(['web-2'])
  })

  it('does not search what the other columns say', () => {
    expect(view('40')).toEqual([])
    expect(view('production')).toEqual([])
    expect(view('status.ok')).toEqual([])
  })

  it('knows status, environment, tags and folders, also negated', () => {
    expect(view('tag:lotus -env:prod')).toEqual(['Mail'])
    expect(view('-tag:lotus')).toEqual(['web-2'])
    expect(view('status:ok')).toEqual(['web-10', 'Mail'])
    expect(view('status:never')).toEqual(['web-2'])
    expect(view('folder:=')).toEqual(['web-2'])
  })

  it('finds trusted certificates that end within so many days', () => {
    expect(view('expires:30')).toEqual(['web-10'])
    expect(view('expires:29')).toEqual([])
    expect(view('expires:soon')).toEqual([])
  })

  it('reports a status and a number of days that it does not know', () => {
    const guide = serverFilterGuide({ servers: [], tags: [], folders: [] })
    const errors = (query: string) => checkQuery(query, guide).errors.map(({ code, word }) => [code, word])
    expect(errors('status:stale expires:30')).toEqual([])
    expect(errors('status:ill expires:soon')).toEqual([
      ['bad-value', 'ill'],
      ['bad-value', 'soon'],
    ])
  })
})

it('is in the user’s own order without a sort, reads numbers in names, and puts unknown counts last', () => {
  expect(view('')).toEqual(['web-10', 'web-2', 'Mail'])
  expect(view('', [{ columnId: 'name', direction: 'asc' }])).toEqual(['Mail', 'web-2', 'web-10'])
  expect(view('', [{ columnId: 'ftp', direction: 'asc' }])).toEqual(['web-10', 'Mail', 'web-2'])
  expect(view('', [{ columnId: 'ftp', direction: 'desc' }])).toEqual(['Mail', 'web-10', 'web-2'])
})

describe('a value that is chosen from a list', () => {
  it('replaces the conditions on its field and leaves the others', () => {
    expect(withChosenValue('web tag:a,b -tag:c', 'tag', '=lotus')).toBe('web tag:=lotus')
    expect(withChosenValue('web tag:=lotus', 'tag', null)).toBe('web')
    expect(withChosenValue('', 'folder', '=client a')).toBe('folder:"=client a"')
  })

  it('is read back from the only condition on its field', () => {
    expect(chosenValue('web folder:"=client a, b"', 'folder')).toBe('=client a, b')
    expect(chosenValue('web', 'folder')).toBeNull()
    for (const more of ['status:ok,stale', '-status:ok', 'status:ok status:stale'])
      expect(chosenValue(more, 'status'), more).toBeNull()
  })
})
