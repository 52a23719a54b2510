import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import type { Lane, Run } from '../../../shared/model/run.ts'
import { inApp } from './in-app.test-data.ts'
import { useRunWords } from './use-run-words.ts'

const laneOf = (over: Partial<Lane>) =>
  ({
    serverId: 's',
    name: 'web-12',
    state: 'working',
    waits: 'ready',
    quotaInMs: null,
    etaMs: 400,
    error: null,
    ...over,
  }) as Lane
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
    ['its turn', { waits: 'scouting', state: 'waiting' }, 'waiting', 'under 1 s left · slowest: web-12'],
  ] as const)('%s', (_name, over, ofLane, ofRun) => {
    const lane = laneOf(over)
    expect(words.lane(lane)).toBe(ofLane)
    expect(words.eta(runOf(lane.etaMs ?? 0), [lane])).toBe(ofRun)
  })
})
