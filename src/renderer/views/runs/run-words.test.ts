import { expect, it } from 'vitest'
import type { ServerRun, Run } from '../../../shared/model/run.ts'
import { durationWords } from '../../composables/duration.ts'
import { canaryOf, serverRunOrder, tallyOf, toneOf, wantedOf } from './run-words.ts'
import { asksForUndo } from './use-undo-key.ts'

const counts = (some: Partial<Run['counts']> = {}): Run['counts'] => ({
  planned: 0,
  sent: 0,
  accepted: 0,
  confirmed: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  held: 0,
  ...some,
})
const serverRun = (name: string, more: Partial<ServerRun> = {}): ServerRun => ({
  serverId: name,
  name,
  environment: 'none',
  state: 'working',
  counts: counts(),
  total: 10,
  etaMs: null,
  waits: 'ready',
  quotaInMs: null,
  error: null,
  ...more,
})
const run = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  planId: 'p',
  origin: 'rows',
  action: { type: 'ftp.remove' },
  name: null,
  state: 'done',
  pausedBy: null,
  options: { canary: false, stopAtFailedPercent: null },
  startedAtMs: 0,
  endedAtMs: 1,
  counts: counts({ confirmed: 3 }),
  total: 3,
  noops: 0,
  servers: 1,
  etaMs: null,
  slowestServerId: null,
  reconciling: false,
  undoOf: null,
  undoneBy: null,
  undoneAll: false,
  undoable: 3,
  handout: 'none',
  ...more,
})

it('counts sent and unconfirmed items as under way', () => {
  expect(tallyOf(counts({ sent: 2, accepted: 3, planned: 4, confirmed: 1 }))).toMatchObject({
    done: 1,
    underWay: 5,
    left: 4,
  })
})

it('shows a run that is done but not complete in another tone', () => {
  expect(toneOf(run('a'))).toBe('ok')
  expect(toneOf(run('a', { counts: counts({ failed: 1 }) }))).toBe('danger')
  expect(toneOf(run('a', { counts: counts({ unknown: 1 }) }))).toBe('warn')
  expect(toneOf(run('a', { state: 'paused' }))).toBe('warn')
})

it('lists server runs with problems first and finished ones last', () => {
  const serverRuns = [
    serverRun('done', { state: 'done' }),
    serverRun('waits', { state: 'waiting' }),
    serverRun('short', { etaMs: 10 }),
    serverRun('long', { etaMs: 99 }),
    serverRun('held', { state: 'done', counts: counts({ held: 1 }) }),
  ]
  expect(serverRunOrder(serverRuns).map(({ name }) => name)).toEqual(['held', 'long', 'short', 'waits', 'done'])
})

it('recognises the canary while only it works', () => {
  const options = { canary: true, stopAtFailedPercent: null }
  const waiting = serverRun('b', { state: 'waiting', counts: counts({ planned: 10 }) })
  expect(canaryOf({ options, state: 'running' }, [serverRun('a'), waiting])?.name).toBe('a')
  expect(canaryOf({ options, state: 'running' }, [serverRun('a'), serverRun('b')])).toBeNull()
  expect(canaryOf({ options: { ...options, canary: false }, state: 'running' }, [serverRun('a'), waiting])).toBeNull()
})

it.each([
  [400, 'bulk.time.underSecond', {}],
  [1001, 'bulk.time.seconds', { s: 2 }],
  [97_000, 'bulk.time.minutes', { m: 1, s: 37 }],
  [120_000, 'bulk.time.minutesOnly', { m: 2 }],
  [3_599_001, 'bulk.time.hoursOnly', { h: 1 }],
  [3_659_000, 'bulk.time.hours', { h: 1, m: 1 }],
  [7_140_001, 'bulk.time.hoursOnly', { h: 2 }],
])('prints %i ms in words', (ms, key, named) => {
  expect(durationWords(ms)).toEqual({ key, named })
})

it('accepts only Ctrl or Cmd with Z for undo', () => {
  const press = { key: 'z', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, isComposing: false }
  expect(asksForUndo(press)).toBe(true)
  expect(asksForUndo({ ...press, ctrlKey: false, metaKey: true })).toBe(true)
  expect(asksForUndo({ ...press, shiftKey: true })).toBe(false)
  expect(asksForUndo({ ...press, ctrlKey: false })).toBe(false)
})

it('counts what a run is to make: what was left out stands beside it, unless nothing else is there', () => {
  expect(wantedOf(run('a', { total: 70, counts: counts({ confirmed: 43, skipped: 27 }) }))).toBe(43)
  expect(wantedOf(run('a', { total: 27, counts: counts({ skipped: 27 }) }))).toBe(27)
  expect(wantedOf(run('a', { total: 70, state: 'cancelled', counts: counts({ confirmed: 3, skipped: 67 }) }))).toBe(70)
})
