import { describe, expect, test } from 'vitest'
import { isSameValue as isSameOfAccount } from './ftp/is-same-value.ts'
import { isSameValue as isSameOfJob } from './cron/is-same-value.ts'
import { sideEffects as sideEffectsBy } from './row-facts.ts'

const sideEffects = (...[before, after, item]: [object, object, { after: object }]) =>
  sideEffectsBy({ ...before }, { ...after }, { after: { ...item.after } }, isSameOfAccount)

test.each<[string, unknown, unknown, boolean]>([
  ['allowedIps', ['10.0.0.1', '10.0.0.0/24'], ['10.0.0.0/24', '10.0.0.1/32'], true],
  ['allowedIps', ['10.0.0.1'], [], false],
  ['cronExpr', '*/5  * * * *', ' */5 * * * *', true],
  ['name', ' job', 'job', true],
  ['command', 'a  b', 'a b', false],
  ['domain', null, 'a.example', true],
  ['domain', 'a.example', null, false],
  ['quotaMb', null, undefined, true],
  ['quotaMb', 0, null, false],
])('the %s %j equals %j: %s', (field, a, b, equal) => {
  expect((field === 'cronExpr' ? isSameOfJob : isSameOfAccount)(field, a, b)).toBe(equal)
})

describe('side effects', () => {
  const before = { quotaMb: 5, allowedIps: ['203.0.113.7'], enabled: true, updatedAt: '2026-01-01', lastRunAt: null }
  const item = { after: { quotaMb: 9 } }

  test('are the fields that changed without being part of the change', () => {
    expect(sideEffects(before, { ...before, quotaMb: 9, allowedIps: [], enabled: false }, item)).toEqual({
      allowedIps: [],
      enabled: false,
    })
  })

  test('are none if the panel did just what was wanted, or something else with the wanted field', () => {
    const after = { ...before, quotaMb: 9, allowedIps: ['203.0.113.7/32'], updatedAt: '2026-02-01', lastRunAt: 'now' }
    expect(sideEffects(before, after, item)).toBeNull()
    expect(sideEffects(before, { ...before, quotaMb: 7 }, item)).toBeNull()
  })

  test('are none in a field that is unknown before or after', () => {
    expect(sideEffects({ ...before, allowedIps: null }, { ...before, quotaMb: 9 }, item)).toBeNull()
    expect(sideEffects(before, { quotaMb: 9, allowedIps: null }, item)).toBeNull()
  })
})
