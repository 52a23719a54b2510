import { describe, expect, test } from 'vitest'
import type { PlanItem } from '../../../shared/model/plan.ts'
import type { ClockOffset } from '../../limiter/types.ts'
import { account, job } from '../../storage/fixtures.ts'
import { freshOutcome, type ItemOutcome } from '../../storage/run-columns.ts'
import type { PanelRow } from '../../kinds/index.ts'
import { reconcileItem, type Snapshot } from './reconcile-item.ts'

const answerTimeoutMs = 30_000
const sentAtMs = Date.parse('2026-05-18T17:44:36+07:00')

const item = (over: Partial<PlanItem>): PlanItem => ({
  index: 0,
  key: 's/ftp/owner_a',
  serverId: 's',
  kind: 'ftp',
  op: 'update',
  subject: 'owner_a',
  before: null,
  after: null,
  flags: [],
  undo: 'full',
  ...over,
})
const set = item({
  before: { quotaMb: 0, allowedIps: ['192.0.2.0/24'] },
  after: { quotaMb: 5, allowedIps: ['10.0.0.0/8'] },
})
const flip = item({ before: { enabled: true }, after: { enabled: false } })
const remove = item({ op: 'remove', before: { username: 'owner_a' } })
const password = item({ op: 'password', before: {}, after: {} })
const newJob = item({
  key: 's/cron/+n',
  kind: 'cron',
  op: 'create',
  after: { name: 'n', command: '/bin/n', cronExpr: '0 3 * * *' },
})
const newAccount = item({ key: 's/ftp/+b', op: 'create', after: { username: 'b', quotaMb: 5 } })

const old = { ...account('a'), quotaMb: 0 }
const half = { ...old, quotaMb: 5 }
const whole = { ...half, allowedIps: ['10.0.0.0/8'] }
const conflicting = { ...old, quotaMb: 7 }
const off = { ...old, enabled: false }
const hidden = { ...half, allowedIps: null }
const at = (ms: number) => new Date(sentAtMs + ms).toISOString()
const made = (id: number, over: object = {}) => ({
  ...job(id),
  name: 'n',
  command: '/bin/n',
  cronExpr: '0  3 * * *',
  createdAt: at(1000),
  ...over,
})
const born = (over: object = {}) => ({ ...account('b'), quotaMb: 5, createdAt: at(1000), ...over })

const snapshotOf = (rows: readonly PanelRow[], cut = false): Snapshot => ({
  rows,
  cut,
  row: (id) => rows.find((row) => ('username' in row ? row.username : 'id' in row && String(row.id)) === id),
})

function reconcile(
  what: PlanItem,
  state: 'sent' | 'accepted',
  rows: readonly PanelRow[],
  more: {
    outcome?: Partial<ItemOutcome>
    elapsedMs?: number
    cut?: boolean
    createdIds?: string[]
    panelClock?: ClockOffset | null
  } = {},
) {
  const outcome = { ...freshOutcome, sentAtMs, firstSentAtMs: sentAtMs, flipSent: what === flip, ...more.outcome }
  const { elapsedMs = answerTimeoutMs, createdIds = [] } = more
  return reconcileItem(
    {
      stored: { item: what, state, outcome },
      elapsedMs,
      answerTimeoutMs,
      createdIds: new Set(createdIds),
      panelClock: more.panelClock === undefined ? { loMs: -400, hiMs: 700 } : more.panelClock,
    },
    snapshotOf(rows, more.cut),
  )
}

describe('reconciling an item that was sent', () => {
  test.each<[string, PlanItem, readonly PanelRow[], Parameters<typeof reconcile>[3], object]>([
    ['a set in force is done', set, [whole], {}, { kind: 'confirmed' }],
    ['a set that is not is set again, at once', set, [old], { elapsedMs: 0 }, { kind: 'again' }],
    ['so is one that is half in force', set, [half], {}, { kind: 'again' }],
    ['and one whose row someone has changed: it is then held', set, [conflicting], {}, { kind: 'again' }],
    ['a row that is gone is gone', set, [], {}, { kind: 'gone' }],
    ['but not where the list is cut', set, [], { cut: true }, { kind: 'again' }],
    ['a switch that shows the new state is flipped', flip, [off], { elapsedMs: 0 }, { kind: 'confirmed' }],
    [
      'one that shows the old state may still flip',
      flip,
      [old],
      { elapsedMs: 10_000 },
      { kind: 'wait', forMs: 20_000 },
    ],
    [
      'after the answer timeout it may still, so it is not sent again',
      flip,
      [old],
      {},
      { kind: 'not-done', found: null },
    ],
    ['a flip that was not sent yet can be sent', flip, [old], { outcome: { flipSent: false } }, { kind: 'again' }],
    [
      'what was set before a flip is told',
      { ...flip, before: { quotaMb: 0, enabled: true }, after: { quotaMb: 5, enabled: false } },
      [half],
      { outcome: { flipSent: true } },
      { kind: 'not-done', found: { quotaMb: 5, enabled: true } },
    ],
    [
      'the flip of a new row is not sent again either',
      { ...newAccount, after: { username: 'b', enabled: false } },
      [born()],
      { outcome: { madeId: 'owner_b', flipSent: true } },
      { kind: 'not-done' },
    ],
    ['a deletion is done when the row is gone', remove, [], {}, { kind: 'confirmed' }],
    ['and asked for again when it is not', remove, [old], { elapsedMs: 0 }, { kind: 'again' }],
    [
      'it is done too when another row has the name since',
      { ...remove, before: { username: 'owner_a', createdAt: at(-900_000) } },
      [{ ...old, createdAt: at(1000) }],
      {},
      { kind: 'confirmed' },
    ],
    ['or when the list is cut', remove, [], { cut: true }, { kind: 'again' }],
    ['a password cannot be read', password, [old], {}, { kind: 'again' }],
    ['a new row that is there is made', newJob, [made(7)], {}, { kind: 'confirmed', madeId: '7' }],
    ['one that is not may still come', newJob, [], { elapsedMs: 29_999 }, { kind: 'wait', forMs: 1 }],
    ['even later, so it is not sent again', newJob, [], {}, { kind: 'not-done' }],
    ['in a cut list nobody can tell', newJob, [], { cut: true }, { kind: 'unknown' }],
    [
      'one that was there before is another',
      newJob,
      [made(7)],
      { outcome: { baselineIds: ['7'] } },
      { kind: 'not-done' },
    ],
    ['and so is one that another item has made', newJob, [made(7)], { createdIds: ['7'] }, { kind: 'not-done' }],
    [
      'one that the panel has stored with fields in place of a macro is it',
      { ...newJob, after: { ...newJob.after, cronExpr: '@daily' } },
      [made(7, { cronExpr: '0 0 * * *' })],
      {},
      { kind: 'confirmed', madeId: '7' },
    ],
    [
      'a new one of its name that is otherwise different is for the user to look at',
      newJob,
      [made(7, { command: '/bin/other' })],
      {},
      { kind: 'unknown', found: { id: 7 } },
    ],
    [
      'but not one that had its name before',
      newJob,
      [made(7, { command: '/bin/other' })],
      { outcome: { baselineIds: ['7'] } },
      { kind: 'not-done' },
    ],
    ['two of them are one too many to tell', newJob, [made(7), made(8)], {}, { kind: 'unknown' }],
    [
      'one that is older than the request is not taken for ours',
      newAccount,
      [born({ createdAt: at(-3000) })],
      {},
      { kind: 'unknown', found: { username: 'owner_b' } },
    ],
    [
      'one of the second in which the request left may be it',
      newJob,
      [made(7, { createdAt: at(-1000) })],
      {},
      { kind: 'confirmed', madeId: '7' },
    ],
    [
      'its age is judged on the clock of the panel',
      newJob,
      [made(7, { createdAt: at(-299_000) })],
      { panelClock: { loMs: -300_400, hiMs: -299_300 } },
      { kind: 'confirmed', madeId: '7' },
    ],
    [
      'also where that clock is ahead',
      newJob,
      [made(7, { createdAt: at(290_000) })],
      { panelClock: { loMs: 299_600, hiMs: 300_700 } },
      { kind: 'unknown' },
    ],
    ['which has to be known', newJob, [made(7)], { panelClock: null }, { kind: 'unknown' }],
    ['well enough', newJob, [made(7)], { panelClock: { loMs: -9000, hiMs: 21_000 } }, { kind: 'unknown' }],
    [
      'for times close to the request',
      newJob,
      [made(7, { createdAt: at(21_000) })],
      { panelClock: { loMs: -9000, hiMs: 21_000 } },
      { kind: 'confirmed', madeId: '7' },
    ],
    ['nor is one without an age', newJob, [made(7, { createdAt: null })], {}, { kind: 'unknown' }],
    [
      'a new account is found by its owner and name',
      newAccount,
      [born()],
      {},
      { kind: 'confirmed', madeId: 'owner_b' },
    ],
    ['and gets what it lacks', newAccount, [born({ quotaMb: 0 })], {}, { kind: 'again', madeId: 'owner_b' }],
    [
      'one that is known is looked for by its id',
      newAccount,
      [born({ quotaMb: 0 })],
      { outcome: { madeId: 'owner_b' } },
      { kind: 'again', madeId: 'owner_b' },
    ],
    [
      'where a cut list lacks it, it is read by itself',
      newAccount,
      [],
      { outcome: { madeId: 'owner_b' }, cut: true },
      { kind: 'again', madeId: 'owner_b' },
    ],
    ['and was removed where it is not there', newAccount, [], { outcome: { madeId: 'owner_b' } }, { kind: 'gone' }],
  ])('%s', (_, what, rows, more, reconciled) => expect(reconcile(what, 'sent', rows, more)).toMatchObject(reconciled))
})

describe('reconciling an item that the panel has accepted', () => {
  test.each<[string, PlanItem, readonly PanelRow[], Parameters<typeof reconcile>[3], object]>([
    ['it is in force', set, [whole], {}, { kind: 'confirmed' }],
    [
      'what the change has changed besides is told',
      { ...set, others: { enabled: !whole.enabled, domain: null, allowedIps: null } },
      [whole],
      {},
      { kind: 'confirmed', found: { enabled: whole.enabled } },
    ],
    ['it is not', set, [half], {}, { kind: 'not-applied', found: { quotaMb: 5, allowedIps: ['192.0.2.0/24'] } }],
    [
      'it is neither as before nor as wanted',
      set,
      [{ ...whole, quotaMb: 6 }],
      {},
      { kind: 'altered', found: { quotaMb: 6 } },
    ],
    ['a list that is never shown is not held against it', set, [hidden], {}, { kind: 'confirmed' }],
    [
      'a switch is never flipped again after a yes',
      flip,
      [old],
      { elapsedMs: 0 },
      { kind: 'not-applied', found: { enabled: true } },
    ],
    ['a row that stays was not deleted', remove, [old], {}, { kind: 'not-applied' }],
    ['a row that is gone was', remove, [], {}, { kind: 'confirmed' }],
    ['a cut list has to do', remove, [], { cut: true }, { kind: 'confirmed' }],
    ['a password is believed', password, [old], {}, { kind: 'confirmed' }],
    [
      'a new row is there as asked for',
      newAccount,
      [born()],
      { outcome: { madeId: 'owner_b' } },
      { kind: 'confirmed', madeId: 'owner_b' },
    ],
    [
      'or otherwise',
      newAccount,
      [born({ quotaMb: 1 })],
      { outcome: { madeId: 'owner_b' } },
      { kind: 'not-applied', found: { quotaMb: 1 } },
    ],
  ])('%s', (_, what, rows, more, reconciled) =>
    expect(reconcile(what, 'accepted', rows, more)).toMatchObject(reconciled),
  )
})
