import { expect, it } from 'vitest'
import { audit, judge, readElectronegativity } from './audit.ts'

it('finds nothing in the built app that is not answered', async () => {
  const { findings, accepted, csp } = await audit()
  expect(findings).toEqual([])
  expect(accepted.map(({ id }) => id).toSorted()).toEqual(['dynamic-code', 'tls-unverified'])
  expect(csp).toMatch(/^default-src 'none'/)
}, 100_000)

it('accepts what is answered by its id, and nothing else', () => {
  const csv = 'issue, severity\nCSP_GLOBAL_CHECK,"MEDIUM","x"\nNODE_INTEGRATION_JS_CHECK,"HIGH","y"\n'
  const { findings, accepted } = judge(readElectronegativity(csv))
  expect(findings.map(({ id }) => id)).toEqual(['NODE_INTEGRATION_JS_CHECK'])
  expect(accepted.map(({ id }) => id)).toEqual(['CSP_GLOBAL_CHECK'])
})
