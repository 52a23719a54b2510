import { describe, expect, test } from 'vitest'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState, type PanelState } from '../../src/demo/state.ts'
import { checkPanel, type Evidence, noFaults } from './check-panel.ts'
import type { Told } from './messages.ts'
import type { Wish } from './wishes.ts'

const before: PanelState = {
  ...emptyState('admin', 0),
  accounts: ['a', 'b', 'c', 'd'].map((name) => accountOf({ username: `admin_${name}`, quotaMb: 10 }, 0)),
  jobs: [jobOf({ id: 1, name: 'one' }, 0)],
  nextJobId: 2,
}
const [a, b, c, d] = before.accounts

const on = { server: 0, panel: 0, kind: 'ftp', secret: null, after: {} } as const
const wishes: readonly Wish[] = [
  { ...on, index: 0, action: 'settings', op: 'update', id: 'admin_a', after: { quotaMb: 99 } },
  { ...on, index: 1, action: 'switch', op: 'update', id: 'admin_b', after: { enabled: false } },
  { ...on, index: 2, action: 'remove', op: 'remove', id: 'admin_c' },
  { ...on, index: 3, action: 'job-edit', op: 'update', kind: 'cron', id: '1', after: { command: '/bin/new' } },
  { ...on, index: 4, action: 'create', op: 'create', id: 'new', after: { quotaMb: 5 }, secret: 'secret one' },
  { ...on, index: 5, action: 'job-create', op: 'create', kind: 'cron', id: 'made', after: { command: '/bin/made' } },
  { ...on, index: 6, action: 'password', op: 'password', id: 'admin_d', secret: 'secret two' },
]
const made = jobOf({ id: 2, name: 'made', command: '/bin/made' }, 1)
const fresh = accountOf({ username: 'admin_new', quotaMb: 5, passwordSha256: passwordDigest('secret one') }, 1)
const after: PanelState = {
  ...before,
  accounts: [
    { ...a!, quotaMb: 99 },
    { ...b!, enabled: false },
    { ...d!, passwordSha256: passwordDigest('secret two') },
    fresh,
  ],
  jobs: [{ ...before.jobs[0]!, command: '/bin/new', nextRunAtMs: 7 }, made],
}
const flip = { kind: 'ftp', id: 'admin_b', path: '/api/v1/ftp/admin_b/toggle', carriedOutAtMs: 5 } as const

const tell = (wish: number, fields: Partial<Told> = {}): Told => ({
  wish,
  state: 'confirmed',
  open: false,
  reason: null,
  made: false,
  password: null,
  ...fields,
})
interface Case extends Partial<Evidence> {
  /** What is told of single wishes. All others are told as done. */
  readonly tells?: Readonly<Record<number, Partial<Told>>>
}
const check = ({ tells = {}, ...evidence }: Case = {}) =>
  checkPanel({
    wishes,
    before,
    after,
    changes: [flip],
    told: ({ index }) => tell(index, tells[index]),
    readAtMs: 9,
    mayRefuse: () => false,
    when: 'end',
    ...evidence,
  })
const accounts = (change: (all: PanelState['accounts']) => PanelState['accounts']) => ({
  after: { ...after, accounts: change(after.accounts) },
})
const open = { state: 'unknown', open: true }
const failed = { state: 'failed', reason: 'net.lost' }
const notSent = { state: 'skipped', reason: 'not-sent' }
const refused = { state: 'refused', reason: 'storage.full' }

describe('checkPanel', () => {
  test('finds nothing if all is done and told as done', () => expect(check()).toEqual(noFaults))

  test.each<[string, Case, Partial<typeof noFaults>]>([
    ['all told as done and nothing done', { after: before, changes: [] }, { lost: 7 }],
    ['a row told as removed that is there', accounts((all) => [...all, c!]), { lost: 1 }],
    ['a failure that nothing forced', { ...accounts(([, ...all]) => [a!, ...all]), tells: { 0: failed } }, { lost: 1 }],
    ['a change still open at the end', { ...accounts(([, ...all]) => [a!, ...all]), tells: { 0: open } }, { lost: 1 }],
    ['an item still planned at the end', { tells: { 0: { state: 'planned' } } }, { lost: 1 }],
    ['an unknown change that a reading can settle', { tells: { 0: { state: 'unknown' } } }, { lost: 1 }],
    [
      'a refusal without a reason',
      { after: before, changes: [], wishes: [wishes[0]!], tells: { 0: refused } },
      { lost: 1 },
    ],
    [
      'another password than told',
      accounts((all) => all.map((one) => (one.username === 'admin_d' ? d! : one))),
      { lost: 1 },
    ],
    ['a job made twice', { after: { ...after, jobs: [...after.jobs, { ...made, id: 3 }] } }, { doubled: 1 }],
    ['a row nobody asked for', accounts((all) => [...all, accountOf({ username: 'admin_x' }, 1)]), { doubled: 1 }],
    ['a switch flipped three times', { changes: [flip, flip, flip] }, { doubleToggles: 1 }],
    [
      'a value neither old nor wanted',
      { ...accounts(([, ...all]) => [{ ...a!, quotaMb: 50 }, ...all]), tells: { 0: notSent } },
      { wrong: 1 },
    ],
    [
      'another field that was changed',
      accounts(([one, ...all]) => [{ ...one!, readOnly: true }, ...all]),
      { wrong: 1 },
    ],
    [
      'a new account with another password',
      accounts((all) => all.map((one) => (one === fresh ? { ...one, passwordSha256: 'x' } : one))),
      { wrong: 1 },
    ],
    ['a changed row that no wish is of', { wishes: wishes.slice(1) }, { wrong: 1 }],
    ['a row gone that no wish is of', { ...accounts((all) => all.slice(1)), wishes: wishes.slice(1) }, { wrong: 1 }],
    [
      'a change told as not sent that was received',
      { ...accounts(([one, , ...all]) => [one!, b!, ...all]), tells: { 1: notSent } },
      { wrong: 1 },
    ],
    ['a failed change that was made later', { tells: { 1: failed } }, { late: 1 }],
    ['an open change that a reading has seen done', { tells: { 1: open } }, { late: 1 }],
    ['an open creation whose row is there', { tells: { 5: open } }, { late: 1 }],
    ['a failed password that was set', { tells: { 6: failed } }, { late: 1 }],
    ['an unknown password', { tells: { 6: { state: 'unknown' } } }, { unknownLeft: 1 }],
  ])('finds %s', (_, given, found) => expect(check(given)).toEqual({ ...noFaults, ...found }))

  test('accepts midway what is planned, open or not sent', () => {
    const tells = { 0: { state: 'planned' }, 1: open, 2: notSent, 3: failed, 4: open, 5: open, 6: { state: 'planned' } }
    expect(check({ after: before, changes: [], tells, when: 'midway' })).toEqual(noFaults)
  })

  test('accepts that a change is not told yet that was made after the reading', () =>
    expect(check({ tells: { 1: open }, readAtMs: 4, when: 'midway' })).toEqual(noFaults))

  test('accepts a refusal for which there is a reason', () => {
    const given = { after: before, changes: [], wishes: [wishes[0]!], tells: { 0: refused } }
    expect(check({ ...given, mayRefuse: (_, code) => code === 'storage.full' })).toEqual(noFaults)
  })

  test('accepts a change that is refused because another server has made it', () => {
    const twin = { ...wishes[1]!, index: 7, server: 1 }
    expect(
      check({ wishes: [...wishes, twin], tells: { 7: { ...refused, reason: 'run.busy' } }, mayRefuse: () => true }),
    ).toEqual(noFaults)
  })

  test('tells which wish it has found', () => {
    const found: number[] = []
    check({ tells: { 1: failed }, onFault: ({ index }) => found.push(index) })
    expect(found).toEqual([1])
  })
})
