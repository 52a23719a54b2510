import { kindNames } from '../../../shared/kind-names.ts'
import type { Diagnosis, DiagnosisStep } from '../../../shared/model/diagnosis.ts'

type TestOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'needs-token' }
  | { readonly kind: 'partly' }
  | { readonly kind: 'failed'; readonly step: DiagnosisStep }

/**
 * Returns the result of a connection test, in one word. `partly`: the panel accepts the token, and some lists fail.
 * `needs-token`: nothing failed, but there was no token to test.
 */
export function testOutcome(diagnosis: Diagnosis): TestOutcome {
  const failed = diagnosis.steps.find((step) => step.state === 'failed')
  const stateOf = (name: DiagnosisStep) => diagnosis.steps.find((step) => step.step === name)?.state
  if (failed === undefined) return { kind: stateOf('token') === 'ok' ? 'ok' : 'needs-token' }
  // A list is read in the step that has the name of its kind.
  const listFailed = kindNames.some((kind) => kind === failed.step)
  return listFailed && stateOf('token') === 'ok' ? { kind: 'partly' } : { kind: 'failed', step: failed.step }
}
