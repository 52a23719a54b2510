import { describe, expect, test } from 'vitest'
import type { PanelState } from '../../src/demo/state.ts'
import { accountOf, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { createAccount, createJob, planOf, removeAccount, updateAccount, updateJob } from '../bulk/plans.ts'
import { checkPanel } from './check-panel.ts'

const before: PanelState = {
  ...emptyState('admin', 0),
  accounts: [
    accountOf({ username: 'admin_a', quotaMb: 10 }, 0),
    accountOf({ username: 'admin_b' }, 0),
    accountOf({ username: 'admin_c' }, 0),
  ],
  jobs: [jobOf({ id: 1, name: 'one' }, 0)],
  nextJobId: 2,
}
const [a, b, c] = before.accounts
const plan = planOf(
  [
    updateAccount('s0', a!, { quotaMb: 99 }),
    updateAccount('s0', b!, { enabled: false }),
    removeAccount('s0', c!),
    updateJob('s0', before.jobs[0]!, { command: '/bin/new' }),
    createAccount('s0', 'new', { quotaMb: 5 }),
    createJob('s0', 'made'),
  ],
  { secrets: new Map([[4, 'secret one']]) },
)
const made = jobOf({ id: 2, name: 'made', command: '/usr/bin/run made', cronExpr: '5 4 * * *' }, 1)
const after: PanelState = {
  ...before,
  accounts: [
    { ...a!, quotaMb: 99 },
    { ...b!, enabled: false },
    accountOf({ username: 'admin_new', quotaMb: 5, passwordSha256: passwordDigest('secret one') }, 1),
  ],
  jobs: [{ ...before.jobs[0]!, command: '/bin/new', nextRunAtMs: 7 }, made],
}
const flip = { method: 'POST', path: '/api/v1/ftp/admin_b/toggle' }
const check = (state: PanelState, done = [flip]) => checkPanel(plan, { serverId: 's0', before, after: state, done })
const noFaults = { lost: 0, doubled: 0, doubleToggles: 0, wrong: 0 }

describe('checkPanel', () => {
  test('finds nothing if everything is as planned', () => expect(check(after)).toEqual(noFaults))
  test('counts changes that were not made as lost', () => expect(check(before, [])).toEqual({ ...noFaults, lost: 6 }))
  test.each<[string, Partial<PanelState>, object]>([
    ['a job made twice', { jobs: [...after.jobs, { ...made, id: 3 }] }, { doubled: 1 }],
    [
      'a row nobody asked for',
      { accounts: [...after.accounts, accountOf({ username: 'admin_x' }, 1)] },
      { doubled: 1 },
    ],
    [
      'a value that is neither old nor planned',
      { accounts: [{ ...after.accounts[0]!, quotaMb: 50 }, ...after.accounts.slice(1)] },
      { wrong: 1 },
    ],
    [
      'another field that was changed',
      { accounts: [{ ...after.accounts[0]!, readOnly: true }, ...after.accounts.slice(1)] },
      { wrong: 1 },
    ],
    [
      'a new account with another password',
      { accounts: [...after.accounts.slice(0, 2), { ...after.accounts[2]!, passwordSha256: passwordDigest('x') }] },
      { wrong: 1 },
    ],
    ['a row that was to stay and is gone', { accounts: after.accounts.slice(1) }, { wrong: 1 }],
    ['a row that was to go and is there', { accounts: [...after.accounts, c!] }, { lost: 1 }],
  ])('finds %s', (_, change, found) => expect(check({ ...after, ...change })).toEqual({ ...noFaults, ...found }))
  test('finds a switch that was flipped three times, although it ends as planned', () =>
    expect(check(after, [flip, flip, flip])).toEqual({ ...noFaults, doubleToggles: 1 }))
  test('finds a changed row that no item was for', () => {
    const untouched = planOf(plan.items.slice(1), { secrets: new Map([[3, 'secret one']]) })
    expect(checkPanel(untouched, { serverId: 's0', before, after, done: [flip] })).toEqual({ ...noFaults, wrong: 1 })
  })
})
