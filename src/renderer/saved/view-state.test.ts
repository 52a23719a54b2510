import { expect, it } from 'vitest'
import { draftOf, viewStateOf, hasViewState, viewRoute } from './view-state.ts'

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

it('keeps from a view what the table can show, and nothing that the table lacks', () => {
  expect(viewStateOf(view)).toEqual({ query: 'tag:lotus', sort })
  expect(viewStateOf({ ...view, groupBy: 'server', columns: [{ id: 'account', widthPx: 200 }] })).toMatchObject({
    groupBy: 'server',
    columns: [{ id: 'account' }],
  })
})

it('differs from a table that has been changed', () => {
  const viewState = viewStateOf(view)
  expect(hasViewState({ query: ' tag:lotus ', sort }, viewState)).toBe(true)
  expect(hasViewState({ query: 'tag:kim', sort }, viewState)).toBe(false)
  expect(hasViewState({ query: 'tag:lotus', sort: [{ columnId: 'server', direction: 'asc' }] }, viewState)).toBe(false)
  expect(hasViewState({ query: 'tag:lotus', sort, groupBy: 'server' }, viewState)).toBe(false)
  expect(hasViewState({ query: 'tag:lotus', sort, groupBy: null }, viewState)).toBe(true)
})

it('keeps the table’s own sort if the view has none', () => {
  expect(hasViewState({ query: 'ip:any', sort }, { query: 'ip:any', sort: [] })).toBe(true)
})

it('differs from a table whose columns have been rearranged', () => {
  const columns = [{ id: 'account', widthPx: 200 }]
  expect(hasViewState({ query: 'ip:any', sort, columns }, { query: 'ip:any', sort, columns: [...columns] })).toBe(true)
  expect(hasViewState({ query: 'ip:any', sort, columns }, { query: 'ip:any', sort })).toBe(false)
  expect(hasViewState({ query: 'ip:any', sort }, { query: 'ip:any', sort, columns })).toBe(false)
  expect(
    hasViewState(
      { query: 'ip:any', sort, columns },
      { query: 'ip:any', sort, columns: [{ id: 'account', widthPx: null }] },
    ),
  ).toBe(false)
})

it('is saved without spaces at its ends, and has an address', () => {
  expect(draftOf('cron', '  Night  ', { query: ' state:failing ', sort: [] })).toEqual({
    kind: 'cron',
    name: 'Night',
    query: 'state:failing',
    sort: [],
  })
  expect(viewRoute(view)).toEqual({ path: '/ftp', query: { view: 'v1' } })
})
