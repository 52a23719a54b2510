import { expect, it } from 'vitest'
import { draftOf, lookOf, showsLook, viewRoute } from './look.ts'

const sort = [{ columnId: 'account', direction: 'asc' as const }]
const view = {
  id: 'v1',
  kind: 'ftp' as const,
  name: 'Lotus',
  query: 'tag:lotus',
  sort,
  position: 0,
  createdAtMs: 1,
  updatedAtMs: 2,
}

it('keeps of a view what a table can show, and nothing it does not have', () => {
  expect(lookOf(view)).toEqual({ query: 'tag:lotus', sort })
  expect(lookOf({ ...view, groupBy: 'server', columns: [{ id: 'account', widthPx: 200 }] })).toMatchObject({
    groupBy: 'server',
    columns: [{ id: 'account' }],
  })
})

it('is told from a table that has been changed', () => {
  const look = lookOf(view)
  expect(showsLook({ query: ' tag:lotus ', sort }, look)).toBe(true)
  expect(showsLook({ query: 'tag:kim', sort }, look)).toBe(false)
  expect(showsLook({ query: 'tag:lotus', sort: [{ columnId: 'server', direction: 'asc' }] }, look)).toBe(false)
  expect(showsLook({ query: 'tag:lotus', sort, groupBy: 'server' }, look)).toBe(false)
  expect(showsLook({ query: 'tag:lotus', sort, groupBy: null }, look)).toBe(true)
})

it('leaves the table its own sort where the view has none', () => {
  expect(showsLook({ query: 'ip:any', sort }, { query: 'ip:any', sort: [] })).toBe(true)
})

it('is told from a table whose columns have been arranged', () => {
  const columns = [{ id: 'account', widthPx: 200 }]
  expect(showsLook({ query: 'ip:any', sort, columns }, { query: 'ip:any', sort, columns: [...columns] })).toBe(true)
  expect(showsLook({ query: 'ip:any', sort, columns }, { query: 'ip:any', sort })).toBe(false)
  expect(showsLook({ query: 'ip:any', sort }, { query: 'ip:any', sort, columns })).toBe(false)
  expect(
    showsLook(
      { query: 'ip:any', sort, columns },
      { query: 'ip:any', sort, columns: [{ id: 'account', widthPx: null }] },
    ),
  ).toBe(false)
})

it('is saved without the blanks around it, and has an address', () => {
  expect(draftOf('cron', '  Night  ', { query: ' state:failing ', sort: [] })).toEqual({
    kind: 'cron',
    name: 'Night',
    query: 'state:failing',
    sort: [],
  })
  expect(viewRoute(view)).toEqual({ path: '/ftp', query: { view: 'v1' } })
})
