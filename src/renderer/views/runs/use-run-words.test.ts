import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import type { ServerRun, Run } from '../../../shared/model/run.ts'
import { inApp } from './in-app.test-data.ts'
import { useRunWords } from './use-run-words.ts'

const serverRunOf = (over: Partial<ServerRun>) =>
  ({
    serverId: 's',
    name: 'web-12',
    state: 'working',
    waits: 'ready',
    quotaInMs: null,
    etaMs: 400,
    error: null,
    ...over,
  }) as ServerRun
const runOf = (etaMs: number) => ({ etaMs, slowestServerId: 's', options: { canary: false }, state: 'running' }) as Run

describe('what a run waits for', () => {
  setActivePinia(createPinia())
  const words = inApp(useRunWords)

  it.each([
    [
      'one request has gone ahead',
      { waits: 'scouting' },
      'waiting for the panel’s answer',
      'waiting for the answer of web-12',
    ],
    ['nothing', {}, 'under 1 s left', 'under 1 s left · slowest: web-12'],
    [
      'more than one request can tell',
      { waits: 'scouting', etaMs: 97_000 },
      '1 min 37 s left',
      'about 1 min 37 s left · slowest: web-12',
    ],
    [
      'a request that is tried again',
      { waits: 'repeating', etaMs: null },
      'trying again, time left not known',
      'web-12 does not answer as it should: trying again, time left not known',
    ],
    ['its turn', { waits: 'scouting', state: 'waiting' }, 'waiting', 'under 1 s left · slowest: web-12'],
  ] as const)('%s', (_name, over, ofServerRun, ofRun) => {
    const serverRun = serverRunOf(over)
    expect(words.serverRun(serverRun)).toBe(ofServerRun)
    expect(words.eta(runOf(serverRun.etaMs ?? 0), [serverRun])).toBe(ofRun)
  })
})

it('says of an ended run what failed and what is not known', () => {
  const { state } = inApp(useRunWords)
  const ended = (counts: Partial<Run['counts']>) => state({ state: 'done', counts: counts as Run['counts'] })
  expect(ended({ confirmed: 3 })).toBe('Done')
  expect(ended({ confirmed: 3, unknown: 10 })).toBe('Done, 10 unknown')
  expect(ended({ failed: 2, unknown: 1 })).toBe('Done, 2 failed, 1 unknown')
})
