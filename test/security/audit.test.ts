import { expect, it } from 'vitest'
import { audit, splitFindings, readElectronegativity } from './audit.ts'

it('the built app has no findings that are not answered', async () => {
  const { findings, accepted, csp } = await audit()
  expect(findings).toEqual([])
  expect(accepted.map(({ id }) => id).toSorted()).toEqual(['dynamic-code', 'tls-unverified'])
  expect(csp).toMatch(/^default-src 'none'/)
}, 100_000)

it('accepts findings that are answered by their id, and no others', () => {
  const csv = 'issue, severity\nCSP_GLOBAL_CHECK,"MEDIUM","x"\nNODE_INTEGRATION_JS_CHECK,"HIGH","y"\n'
  const { findings, accepted } = splitFindings(readElectronegativity(csv))
  expect(findings.map(({ id }) => id)).toEqual(['NODE_INTEGRATION_JS_CHECK'])
  expect(accepted.map(({ id }) => id)).toEqual(['CSP_GLOBAL_CHECK'])
})
