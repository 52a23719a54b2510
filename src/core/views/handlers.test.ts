import { expect, it } from 'vitest'
import type { SavedView } from '../../shared/model/views.ts'
import type { ViewsState } from '../storage/types.ts'
import { createViewsHandlers } from './handlers.ts'

function setUp() {
  const views = new Map<string, SavedView>()
  let state: ViewsState = { lastOpenId: null, untouched: true }
  let now = 100
  const reported: (readonly SavedView[])[] = []
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
    emit: (_event, payload) => void reported.push(payload as SavedView[]),
  })
  return { handlers, reported, state: () => state }
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
