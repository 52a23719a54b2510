import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, lostProtectedIps } from '../../../shared/ip/index.ts'
import { ftpRow } from '../../bulk/plan/fixtures.ts'
import { allowedIpsEdit } from './allowed-ips.ts'

type Mode = 'set' | 'add' | 'remove' | 'subtract'
const act = (
  mode: Mode,
  entries: readonly string[],
  before: readonly string[] | null,
  protectedIps: readonly string[] = [],
) => allowedIpsEdit({ mode, entries }, protectedIps)(ftpRow('a', { allowedIps: before }))

describe('a list of addresses', () => {
  test.each<[string, Mode, readonly string[], readonly string[], readonly string[] | 'noop']>([
    [
      'is set as typed, in the order of the user',
      'set',
      ['203.0.113.9', '10.0.0.0/8', '203.0.113.9/32'],
      ['198.51.100.1'],
      ['203.0.113.9', '10.0.0.0/8'],
    ],
    [
      'that is set keeps the text of what stays, and text that is no address',
      'set',
      ['203.0.113.7', 'office', '10.0.0.1'],
      ['office', '203.0.113.7/32'],
      ['203.0.113.7/32', 'office', '10.0.0.1'],
    ],
    [
      'that says the same otherwise is as wanted',
      'set',
      ['203.0.113.7/32', '10.0.0.0/8'],
      ['10.0.0.0/8', '203.0.113.7'],
      'noop',
    ],
    [
      'keeps the text of what stays when one is added',
      'add',
      ['203.0.113.7'],
      ['10.1.2.3/8'],
      ['10.1.2.3/8', '203.0.113.7'],
    ],
    ['that has an entry in another spelling gets nothing', 'add', ['203.0.113.7'], ['203.0.113.7/32'], 'noop'],
    [
      'loses equal entries and no wider ones',
      'remove',
      ['203.0.113.7'],
      ['203.0.113.7/32', '203.0.113.0/24'],
      ['203.0.113.0/24'],
    ],
    ['that lacks an entry has nothing to lose', 'remove', ['203.0.113.7'], ['203.0.113.0/24'], 'noop'],
    ['loses text that is no address by its text', 'remove', ['office'], ['office', '203.0.113.7'], ['203.0.113.7']],
    [
      'is cut where addresses are taken away',
      'subtract',
      ['203.0.113.0/25'],
      ['203.0.113.0/24', 'x'],
      ['203.0.113.128/25', 'x'],
    ],
    [
      'takes ranges as they are',
      'add',
      ['203.0.113.0-203.0.113.2'],
      ['10.0.0.1'],
      ['10.0.0.1', '203.0.113.0-203.0.113.2'],
    ],
  ])('%s', (_, mode, entries, before, after) => {
    const outcome = act(mode, entries, before)
    if (after === 'noop') expect(outcome).toBe('noop')
    else
      expect(outcome).toMatchObject({
        op: 'update',
        before: { allowedIps: before },
        after: { allowedIps: after },
        undo: 'full',
      })
  })

  const swap = (before: readonly string[] | null, protectedIps: readonly string[] = []) =>
    allowedIpsEdit(
      { mode: 'swap', entries: ['203.0.113.9'], remove: ['203.0.113.7', 'old office'] },
      protectedIps,
    )(ftpRow('a', { allowedIps: before }))

  test.each<[string, readonly string[], readonly string[] | 'noop']>([
    [
      'loses the old entries and gains the new ones',
      ['203.0.113.7/32', '10.1.2.3/8', 'old office'],
      ['10.1.2.3/8', '203.0.113.9'],
    ],
    ['that had none of the old ones gains the new', ['198.51.100.1'], ['198.51.100.1', '203.0.113.9']],
    ['keeps a wider network around an old address', ['203.0.113.0/28'], ['203.0.113.0/28', '203.0.113.9']],
    ['that is so already is left as it is', ['203.0.113.9', '198.51.100.1'], 'noop'],
  ])('%s in a swap', (_, before, after) => {
    if (after === 'noop') expect(swap(before)).toBe('noop')
    else
      expect(swap(before)).toMatchObject({
        op: 'update',
        before: { allowedIps: before },
        after: { allowedIps: after },
        flags: [],
        undo: 'full',
      })
  })

  test('is flagged in a swap as in every change', () => {
    expect(swap(['203.0.113.7'], ['203.0.113.7'])).toMatchObject({
      flags: ['ours-dropped'],
      lostProtectedIps: ['203.0.113.7'],
    })
    expect(swap([])).toMatchObject({ flags: ['first-restriction'] })
    expect(swap(null)).toEqual({ reason: 'ips-unknown', detail: null })
  })

  test('that was never read can be set but not restored, and nothing can be added to it', () => {
    expect(act('set', ['203.0.113.7'], null)).toMatchObject({
      before: { allowedIps: null },
      flags: ['first-restriction'],
      undo: 'none',
    })
    expect(act('add', ['203.0.113.7'], null)).toEqual({ reason: 'ips-unknown', detail: null })
  })

  test('is flagged when it gets its first entry or loses its last one', () => {
    expect(act('add', ['203.0.113.7'], [])).toMatchObject({ flags: ['first-restriction'] })
    expect(act('remove', ['203.0.113.7'], ['203.0.113.7'])).toMatchObject({
      flags: ['last-restriction'],
      after: { allowedIps: [] },
    })
    expect(act('add', ['203.0.113.8'], ['203.0.113.7'])).toMatchObject({ flags: [] })
    expect(act('set', ['0.0.0.0/0'], ['203.0.113.7'], ['203.0.113.7'])).toMatchObject({ flags: ['open-to-all'] })
  })

  test('cannot be set to text that is no address and that the panel does not hold', () => {
    expect(act('set', ['203.0.113.7', 'office'], ['203.0.113.7'])).toEqual({
      reason: 'invalid-result',
      detail: 'allowedIps',
    })
  })

  test('with an invalid entry is refused by name before any row is checked', () => {
    expect(() => allowedIpsEdit({ mode: 'add', entries: ['203.0.113.7', '10.0.0.300'] }, [])).toThrow(
      expect.objectContaining({
        code: 'input.invalid',
        details: { issues: [{ path: 'intent.action.patch.ips.entries', message: 'octet-range', text: '10.0.0.300' }] },
      }),
    )
  })
})

describe('against a model of sixteen addresses', () => {
  const base = '203.0.113.'
  const all = Array.from({ length: 16 }, (_, at) => at)
  const entry = fc
    .tuple(fc.integer({ min: 28, max: 32 }), fc.integer({ min: 0, max: 15 }))
    .map(([prefix, at]) => `${base}${at}/${prefix}`)
  const list = fc.array(entry, { maxLength: 6 })
  const held = (entries: readonly string[]) => all.filter((at) => covers(entries, `${base}${at}`))
  const afterOf = (outcome: ReturnType<typeof act>, before: readonly string[]): readonly string[] =>
    outcome !== 'noop' && 'op' in outcome ? (outcome.after?.['allowedIps'] as readonly string[]) : before

  test('adding is a union, removing is a difference, and setting replaces the list', () => {
    fc.assert(
      fc.property(list, fc.array(entry, { minLength: 1, maxLength: 4 }), (before, entries) => {
        const [old, given] = [new Set(held(before)), new Set(held(entries))]
        expect(held(afterOf(act('add', entries, before), before))).toEqual(
          all.filter((at) => old.has(at) || given.has(at)),
        )
        expect(held(afterOf(act('subtract', entries, before), before))).toEqual(
          all.filter((at) => old.has(at) && !given.has(at)),
        )
        expect(held(afterOf(act('set', entries, before), before))).toEqual([...given].toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })

  test('protected addresses are flagged exactly when one of them was allowed and no longer is', () => {
    fc.assert(
      fc.property(list, list, entry, (before, after, protectedIps) => {
        const [old, now] = [new Set(held(before)), new Set(held(after))]
        const lost = held([protectedIps]).some((at) => old.has(at) && !now.has(at))
        expect(lostProtectedIps(before, after, [protectedIps]).length > 0).toBe(lost)
      }),
      { numRuns: 300 },
    )
  })
})
