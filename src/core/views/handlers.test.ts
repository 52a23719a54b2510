import { expect, it } from 'vitest'
import type { SavedView } from '../../shared/model/views.ts'
import type { ViewsState } from '../storage/types.ts'
import { createViewsHandlers } from './handlers.ts'

function setUp() {
  const views = new Map<string, SavedView>()
  let state: ViewsState = { lastOpenId: null, untouched: true }
  let now = 100
  const reported: (readonly SavedView[])[] = []
  const entries: object[] = []
  const handlers = createViewsHandlers({
    storage: {
      views: {
        list: () => [...views.values()].sort((a, b) => a.position - b.position),
        put: (view) => void views.set(view.id, view),
        remove: (id) => void views.delete(id),
        reorder: (ids) => ids.forEach((id, position) => views.set(id, { ...(views.get(id) as SavedView), position })),
      },
      viewsState: { get: () => state, put: (next) => (state = next) },
    },
    clock: { now: () => (now += 1) },
    activity: { note: (action, outcome) => void entries.push({ ...action, ...outcome }) },
    emit: (_event, payload) => void reported.push(payload as SavedView[]),
  })
  return { handlers, reported, entries, state: () => state }
}
const view = { kind: 'ftp' as const, name: 'Lotus', query: 'tag:lotus', sort: [] }

it('creates a view at the end and reports it', () => {
  const { handlers, reported } = setUp()
  const first = handlers['views.save']({ view })
  const second = handlers['views.save']({ view: { ...view, name: 'Other' } })
  expect([first, second]).toMatchObject([
    { position: 0, createdAtMs: 101 },
    { position: 1, name: 'Other' },
  ])
  expect(reported.map((views) => views.length)).toEqual([1, 2])
})

it('replaces a view in its position and keeps the time of its creation', () => {
  const { handlers } = setUp()
  handlers['views.save']({ id: 'a', view })
  handlers['views.save']({ id: 'b', view })
  expect(handlers['views.save']({ id: 'a', view: { ...view, name: 'New' } })).toMatchObject({
    position: 0,
    createdAtMs: 101,
    updatedAtMs: 103,
    name: 'New',
  })
})

it('restores a removed view under its id', () => {
  const { handlers } = setUp()
  handlers['views.save']({ id: 'a', view })
  handlers['views.opened']({ id: 'a' })
  handlers['views.remove']({ id: 'a' })
  expect(handlers['views.list']({})).toEqual({ views: [], lastOpenId: null, untouched: false })
  expect(handlers['views.save']({ id: 'a', view })).toMatchObject({ id: 'a', position: 0 })
})

it('refuses to open or remove a view that does not exist', () => {
  const { handlers } = setUp()
  const unknown = expect.objectContaining({ code: 'view.unknown' })
  expect(() => handlers['views.remove']({ id: 'x' })).toThrow(unknown)
  expect(() => handlers['views.opened']({ id: 'x' })).toThrow(unknown)
  handlers['views.opened']({ id: null })
  expect(handlers['views.list']({})).toMatchObject({ lastOpenId: null, untouched: true })
})

it('records what a user does to views, and not what is suggested', () => {
  const { handlers, entries } = setUp()
  handlers['views.save']({ id: 'failing', view: { ...view, name: 'Failing' }, suggested: true })
  const { id } = handlers['views.save']({ view }) as SavedView
  handlers['views.save']({ id, view: { ...view, query: 'tag:lily' } })
  handlers['views.reorder']({ ids: [id, 'failing'] })
  handlers['views.reorder']({ ids: [id, 'failing'] })
  handlers['views.remove']({ id })
  expect(entries).toMatchObject([
    { action: 'views.save', subject: 'Lotus', before: null, after: { viewId: id, query: 'tag:lotus' } },
    { action: 'views.save', before: { viewId: id, query: 'tag:lotus' }, after: { viewId: id, query: 'tag:lily' } },
    { action: 'views.reorder', before: { order: ['failing', id] }, after: { order: [id, 'failing'] } },
    { action: 'views.remove', subject: 'Lotus', before: { viewId: id, name: 'Lotus', position: 0 }, after: null },
  ])
  expect(entries[1]).not.toHaveProperty('after.name')
})
