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
    ['its turn', { waits: 'scouting', state: 'waiting' }, 'waiting', 'under 1 s left · slowest: web-12'],
  ] as const)('%s', (_name, over, ofServerRun, ofRun) => {
    const serverRun = serverRunOf(over)
    expect(words.serverRun(serverRun)).toBe(ofServerRun)
    expect(words.eta(runOf(serverRun.etaMs ?? 0), [serverRun])).toBe(ofRun)
  })
})
