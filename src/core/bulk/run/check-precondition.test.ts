import { describe, expect, test } from 'vitest'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { account, job } from '../../storage/fixtures.ts'
import { freshOutcome, type ItemOutcome } from '../../storage/run-columns.ts'
import { checkPrecondition } from './check-precondition.ts'
import type { PanelRow } from '../../kinds/index.ts'
import { idOfRow } from './rows.ts'

const newJob: PlanItem = {
  index: 0,
  key: 's/cron/+n',
  serverId: 's',
  kind: 'cron',
  op: 'create',
  subject: 'n',
  before: null,
  after: { name: 'n', command: '/bin/n', cronExpr: '0 3 * * *', domain: '', enabled: false },
  flags: [],
  undo: 'full',
}
const newAccount: PlanItem = { ...newJob, key: 's/ftp/+b', kind: 'ftp', after: { username: 'b', quotaMb: 5 } }
const there = (id: number, over: object = {}) => ({
  ...job(id),
  name: 'n',
  command: '/bin/n',
  cronExpr: '0  3 * * *',
  domain: null,
  enabled: false,
  ...over,
})

function checked(
  item: PlanItem,
  rows: readonly PanelRow[],
  outcome: Partial<ItemOutcome> = {},
  createdIds: readonly string[] = [],
) {
  const snapshot = { rows, cut: false, row: (id: string) => rows.find((row) => idOfRow(item.kind, row) === id) }
  return checkPrecondition(
    { item, state: 'planned', outcome: { ...freshOutcome, ...outcome } },
    undefined,
    snapshot,
    new Set(createdIds),
    { loMs: 0, hiMs: 0 },
  )
}

describe('the precondition check of a creation that was not sent', () => {
  test.each<[string, PlanItem, readonly PanelRow[], Partial<ItemOutcome>, object]>([
    ['is made where no other has its name', newJob, [{ ...there(7), name: 'm' }], {}, { kind: 'send', madeId: null }],
    [
      'is not made beside an equal one that has come since',
      newJob,
      [there(7)],
      {},
      { kind: 'already-so', byUs: false, madeId: null },
    ],
    [
      'nor where the equal one does not show its domain',
      { ...newJob, after: { ...newJob.after, domain: 'a.example' } },
      [there(7)],
      {},
      { kind: 'already-so' },
    ],
    [
      'waits for the user where another has its name',
      newJob,
      [there(7, { enabled: true })],
      {},
      { kind: 'conflict', found: { enabled: true }, knownDuplicates: ['7'] },
    ],
    [
      'is made beside those that the plan or the user knows of',
      newJob,
      [there(7)],
      { baselineIds: ['7'] },
      { kind: 'send', madeId: null },
    ],
    [
      'is left to the panel where an account has all that was said of it, except perhaps the password',
      newAccount,
      [{ ...account('b'), quotaMb: 5 }],
      {},
      { kind: 'send', madeId: null },
    ],
    [
      'is left to the panel where another account has its name',
      newAccount,
      [{ ...account('b'), quotaMb: 6 }],
      {},
      { kind: 'send', madeId: null },
    ],
  ])('%s', (_, item, rows, outcome, precondition) => expect(checked(item, rows, outcome)).toMatchObject(precondition))

  test('ignores rows that other items of this run have created', () => {
    expect(checked(newJob, [there(7)], {}, ['7'])).toEqual({ kind: 'send', madeId: null })
  })
})

test('a creation that was sent and not made is a conflict too if another row has its name meanwhile', () => {
  expect(checked(newJob, [there(7, { command: '/bin/m' })], { firstSentAtMs: 0, attempts: 1 })).toMatchObject({
    kind: 'conflict',
    knownDuplicates: ['7'],
  })
})

test('a row of the same name that was created since the plan is not deleted without a question', () => {
  const [then, now] = ['2026-05-18T10:00:00+07:00', '2026-05-18T10:00:01+07:00']
  const remove: PlanItem = { ...newAccount, op: 'remove', key: 's/ftp/owner_b', before: { createdAt: then } }
  const check = (createdAt: string, outcome: Partial<ItemOutcome> = {}) => {
    const row = { ...account('b'), createdAt }
    const stored = { item: remove, state: 'planned', outcome: { ...freshOutcome, ...outcome } } as const
    return checkPrecondition(stored, row, { rows: [row], cut: false, row: () => row }, new Set(), null)
  }
  expect(check('2026-05-18T03:00:00Z')).toEqual({ kind: 'send', madeId: null })
  expect(check(now)).toEqual({ kind: 'conflict', found: { createdAt: now } })
  expect(check(now, { firstSentAtMs: 1, attempts: 1 })).toMatchObject({ kind: 'already-so', byUs: true })
})
