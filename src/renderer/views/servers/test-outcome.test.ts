import { expect, it } from 'vitest'
import type { Diagnosis, DiagnosisStep } from '../../../shared/model/diagnosis.ts'
import { testOutcome } from './test-outcome.ts'

const steps: readonly DiagnosisStep[] = ['address', 'dns', 'port', 'tls', 'token', 'ftp', 'cron']
/** Makes a diagnosis from one letter per step: o(k), f(ailed), s(kipped). */
function diagnosis(states: string): Diagnosis {
  const words = { o: 'ok', f: 'failed', s: 'skipped' } as const
  return {
    ok: !states.includes('f'),
    url: '',
    steps: steps.map((step, at) => ({ step, state: words[states[at] as 'o' | 'f' | 's'], tookMs: null, error: null })),
    certificate: null,
    previous: null,
    panel: null,
    totals: {},
    fix: null,
  }
}

it('prints the outcome of a test', () => {
  expect(testOutcome(diagnosis('ooooooo'))).toEqual({ kind: 'ok' })
  expect(testOutcome(diagnosis('oooosss'))).toEqual({ kind: 'needs-token' })
  expect(testOutcome(diagnosis('ooooofo'))).toEqual({ kind: 'partly' })
  expect(testOutcome(diagnosis('oooofss'))).toEqual({ kind: 'failed', step: 'token' })
  expect(testOutcome(diagnosis('oofssss'))).toEqual({ kind: 'failed', step: 'port' })
})
