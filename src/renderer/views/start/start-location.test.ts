import { expect, it } from 'vitest'
import type { SavedView } from '../../../shared/model/views.ts'
import { startLocation } from './start-location.ts'

const view: SavedView = {
  id: 'v1',
  kind: 'cron',
  name: 'Failing',
  query: 'state:failing',
  sort: [],
  position: 0,
  createdAtMs: 0,
  updatedAtMs: 0,
}
const facts = { servers: 3, welcomed: true, views: [view], lastOpenId: null }

it('waits until everything is known', () => {
  expect(startLocation({ ...facts, servers: null })).toBe(null)
  expect(startLocation({ ...facts, views: null })).toBe(null)
  expect(startLocation({ ...facts, welcomed: null })).toBe(null)
})

it('is the overview if there are servers, whether or not the first run was dismissed', () => {
  expect(startLocation(facts)).toBe('/overview')
  expect(startLocation({ ...facts, welcomed: false })).toBe('/overview')
})

it('is the view that was open last, if it still exists', () => {
  expect(startLocation({ ...facts, lastOpenId: 'v1' })).toEqual({ path: '/cron', query: { view: 'v1' } })
  expect(startLocation({ ...facts, lastOpenId: 'gone' })).toBe('/overview')
})

it('is the first run for an empty app, and the list of servers after it', () => {
  expect(startLocation({ ...facts, servers: 0, welcomed: false })).toBe('/welcome')
  expect(startLocation({ ...facts, servers: 0 })).toBe('/servers')
})
