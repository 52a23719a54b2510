import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeDataDir, recordingLog, server, startMs } from './fixtures.ts'
import { freshOutcome, type ItemOutcome, runHead, type StoredItem } from './run-columns.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

let data: ReturnType<typeof makeDataDir>
let storage: Storage
beforeEach(() => {
  data = makeDataDir()
  storage = openStorage({ dataDir: data.dir, nowMs: () => startMs, log: recordingLog() })
  storage.servers.put(server('s0'))
})
afterEach(() => {
  storage.close()
  data.remove()
})

const recreation: StoredItem['item'] = {
  index: 0,
  key: 's0/cron/+nightly',
  serverId: 's0',
  kind: 'cron',
  op: 'create',
  subject: 'nightly',
  before: null,
  after: { name: 'nightly' },
  flags: [],
  undo: 'full',
  replaces: '1',
}

/** Begins a run that creates job 1 again, as job 7. */
function begin(): void {
  const head = runHead.parse({
    action: { type: 'undo', runId: 'r0' },
    name: null,
    pausedBy: null,
    options: { canary: false, stopAtFailedPercent: null },
    endedAtMs: null,
    noops: 0,
    servers: [],
    canary: null,
    undoOf: 'r0',
    undoneBy: null,
    handout: 'none',
    lock: null,
  })
  const run = { id: 'r1', planId: 'p1', startedAtMs: startMs, state: 'running', head } as const
  storage.runs.begin(run, [{ item: recreation, state: 'planned', outcome: freshOutcome, secret: null }])
}
const made: ItemOutcome = { ...freshOutcome, firstSentAtMs: startMs, sentAtMs: startMs, madeId: '7' }
const change = (state: StoredItem['state']) => storage.runs.change('r1', [{ index: 0, state, outcome: made }])

test('the note of a deleted job moves with the write that confirms the job made in its place', () => {
  storage.notes.put('s0', 1, 'ask Kim first')
  begin()
  change('sent')
  expect(storage.notes.all()).toEqual({ 's0/cron/1': 'ask Kim first' })
  change('confirmed')
  expect(storage.notes.all()).toEqual({ 's0/cron/7': 'ask Kim first' })
})

test('a note that is there is not replaced', () => {
  storage.notes.put('s0', 1, 'old')
  storage.notes.put('s0', 7, 'own')
  begin()
  change('confirmed')
  expect(storage.notes.all()).toEqual({ 's0/cron/1': 'old', 's0/cron/7': 'own' })
})
