import { expect, it } from 'vitest'
import type { Diagnosis, DiagnosisStep } from '../../../shared/model/diagnosis.ts'
import { testVerdict } from './test-verdict.ts'

const steps: readonly DiagnosisStep[] = ['address', 'dns', 'port', 'tls', 'token', 'ftp', 'cron']
/** One letter a step: o(k), f(ailed), s(kipped). */
function diagnosis(states: string): Diagnosis {
  const words = { o: 'ok', f: 'failed', s: 'skipped' } as const
  return {
    ok: !states.includes('f'),
    url: '',
    steps: steps.map((step, at) => ({ step, state: words[states[at] as 'o' | 'f' | 's'], tookMs: null, error: null })),
    certificate: null,
    previous: null,
    panel: null,
    ftpAccounts: null,
    cronJobs: null,
    fix: null,
  }
}

it('says what a test came to', () => {
  expect(testVerdict(diagnosis('ooooooo'))).toEqual({ kind: 'ok' })
  expect(testVerdict(diagnosis('oooosss'))).toEqual({ kind: 'needs-token' })
  expect(testVerdict(diagnosis('ooooofo'))).toEqual({ kind: 'partly' })
  expect(testVerdict(diagnosis('oooofss'))).toEqual({ kind: 'failed', step: 'token' })
  expect(testVerdict(diagnosis('oofssss'))).toEqual({ kind: 'failed', step: 'port' })
})
