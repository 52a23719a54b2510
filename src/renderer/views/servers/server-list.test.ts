import { describe, expect, it } from 'vitest'
import { filterRows, groupByFolder, isFiltering, movedNextTo, noFilter, sortRows } from './server-list.ts'
import { collatorIn } from '../../i18n/formats.ts'
import { hostOf, type ServerRow } from '../../fleet/server-row.ts'
import { serverState } from '../../fleet/server-status.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'

const row = (position: number, patch: Parameters<typeof aServer>[0], ftp: number | null = 0): ServerRow => {
  const server = aServer({ id: `s${position}`, position, ...patch })
  const kind = { readAtMs: ftp === null ? null : 1, triedAtMs: 1, count: ftp ?? 0, error: null }
  const status = {
    serverId: server.id,
    health: ftp === null ? 'never-read' : 'ok',
    refreshing: false,
    ftp: kind,
    cron: kind,
    panel: null,
    utcOffsetMin: null,
    clockAheadMs: null,
    listHasAllowedIps: null,
  } as const
  return {
    server,
    status,
    state: serverState(server, status, { nowMs: 2, staleAfterMin: 60 }),
    budget: undefined,
    host: hostOf(server.url),
  }
}
const rows = [
  row(0, { name: 'web-10', tags: ['lotus', 'shop'], environment: 'production', folder: 'Lotus' }, 5),
  row(1, { name: 'web-2', tags: ['kim'], environment: 'staging', folder: '' }, null),
  row(
    2,
    {
      name: 'Mail',
      tags: ['lotus'],
      environment: 'none',
      folder: 'Agency',
      url: 'https://mail.lotus.example:3082/api/v1',
    },
    40,
  ),
]
const names = (found: readonly ServerRow[]) => found.map((each) => each.server.name)

describe('filterRows', () => {
  const search = (text: string) => names(filterRows(rows, { ...noFilter, text }))
  it('requires every word, in any field', () => {
    expect(search('LOTUS')).toEqual(['web-10', 'Mail'])
    expect(search('lotus shop')).toEqual(['web-10'])
    expect(search('3082')).toEqual(['Mail'])
  })
  it('supports fields and negation', () => {
    expect(search('tag:lotus -env:prod')).toEqual(['Mail'])
    expect(search('-tag:lotus')).toEqual(['web-2'])
    expect(search('folder:agen')).toEqual(['Mail'])
    expect(search('status:ok')).toHaveLength(2)
  })
  it('keeps all rows for an incomplete field', () => expect(search('tag:')).toHaveLength(3))
  it('tells "no folder" from "any folder"', () => {
    expect(names(filterRows(rows, { ...noFilter, folder: '' }))).toEqual(['web-2'])
    expect(filterRows(rows, noFilter)).toHaveLength(3)
    expect(isFiltering({ ...noFilter, folder: '' })).toBe(true)
    expect(isFiltering({ ...noFilter, text: '  ' })).toBe(false)
  })
})

const { compare } = collatorIn('en')

describe('sortRows', () => {
  it('reads numbers in names, and keeps the given order', () => {
    expect(names(sortRows(rows, { key: 'name', descending: false }, compare))).toEqual(['Mail', 'web-2', 'web-10'])
    expect(names(rows)).toEqual(['web-10', 'web-2', 'Mail'])
  })
  it('puts unknown values last in both directions', () => {
    expect(names(sortRows(rows, { key: 'ftp', descending: false }, compare))).toEqual(['web-10', 'Mail', 'web-2'])
    expect(names(sortRows(rows, { key: 'ftp', descending: true }, compare))).toEqual(['Mail', 'web-10', 'web-2'])
  })
})

it('groups by folder, with servers without one last', () => {
  expect(groupByFolder(rows, compare).map(({ folder, rows: inside }) => [folder, inside.length])).toEqual([
    ['Agency', 1],
    ['Lotus', 1],
    ['', 1],
  ])
})

describe('movedNextTo', () => {
  const ids = ['a', 'b', 'c', 'd']
  it('moves up and down', () => {
    expect(movedNextTo(ids, 'a', 'c', 'after')).toEqual(['b', 'c', 'a', 'd'])
    expect(movedNextTo(ids, 'd', 'b', 'before')).toEqual(['a', 'd', 'b', 'c'])
  })
  it('is the same list if nothing moves', () => {
    expect(movedNextTo(ids, 'b', 'a', 'after')).toBe(ids)
    expect(movedNextTo(ids, 'b', 'b', 'before')).toBe(ids)
    expect(movedNextTo(ids, 'x', 'b', 'before')).toBe(ids)
  })
})
