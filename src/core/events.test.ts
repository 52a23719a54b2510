import { expect, it, vi } from 'vitest'
import type { AppEvent } from '../shared/contract.ts'
import { createEventBus } from './events.ts'
import type { Logger } from './log/types.ts'

const log: Logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), guard: vi.fn() }

it('numbers every event, whether anyone listens or not, and sends them in the order of their numbers', () => {
  const { emit, subscribe, onEvent, lastSeq } = createEventBus(log)
  expect(lastSeq()).toBe(0)
  emit('activity.erased', {})
  expect(lastSeq()).toBe(1)
  const sent: AppEvent[] = []
  onEvent((json) => sent.push(JSON.parse(json) as AppEvent))
  subscribe('data.unstored', () => emit('activity.erased', {}))
  emit('data.unstored', { error: null })
  emit('servers.changed', { jsonText: '[]' })
  expect(sent).toEqual([
    { event: 'data.unstored', seq: 2, payload: { error: null } },
    { event: 'activity.erased', seq: 3, payload: {} },
    { event: 'servers.changed', seq: 4, payload: [] },
  ])
  expect(lastSeq()).toBe(4)
})
