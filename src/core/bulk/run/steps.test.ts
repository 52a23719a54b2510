import { expect, test } from 'vitest'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { code } from '../../storage/folder.fixture.ts'
import { account, job } from '../../storage/fixtures.ts'
import { freshOutcome } from '../../storage/run-columns.ts'
import type { PanelRow } from '../../kinds/index.ts'
import { sendItem, type SendOptions } from './steps.ts'

const item = (over: Partial<PlanItem>): PlanItem => ({
  index: 0,
  key: 's/ftp/owner_a',
  serverId: 's',
  kind: 'ftp',
  op: 'update',
  subject: 'a',
  before: null,
  after: null,
  flags: [],
  undo: 'full',
  ...over,
})

/** Sends an item to a panel that takes everything. Returns the calls of the client, without their options. */
async function sent(planned: PlanItem, row: PanelRow | null, made: PanelRow = account('new')) {
  const calls: unknown[][] = []
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args.slice(0, -1)])
      return made
    }
  const client = { set: note('set'), create: note('create'), remove: note('remove') }
  const part = await sendItem({ item: planned, state: 'planned', outcome: freshOutcome }, row, {
    client: client as unknown as SendOptions['client'],
    step: (_, request) => request({ priority: 'bulk' }),
    secret: 'S3cret',
    onCreated: (id) => void calls.push(['made', id]),
  })
  return [...calls, [part]]
}

test('each field goes to the request that sets it, the list of addresses last', async () => {
  const after = { quotaMb: 5, allowedIps: ['10.0.0.1'], readOnly: true }
  expect(await sent(item({ after }), account('a'))).toEqual([
    ['set', 'ftp', 'owner_a', 'settings', { quotaMb: 5, readOnly: true }],
    ['set', 'ftp', 'owner_a', 'allowedIps', { allowedIps: ['10.0.0.1'] }],
    ['whole'],
  ])
})

test('a switch is flipped by itself, once everything else is as wanted', async () => {
  const after = { quotaMb: 5, enabled: false }
  expect(await sent(item({ after }), account('a'))).toEqual([
    ['set', 'ftp', 'owner_a', 'settings', { quotaMb: 5 }],
    ['part'],
  ])
  expect(await sent(item({ after }), { ...account('a'), quotaMb: 5 })).toEqual([
    ['set', 'ftp', 'owner_a', 'toggle', { enabled: false }],
    ['whole'],
  ])
  const created = { username: 'new', domain: null, enabled: false }
  expect(await sent(item({ key: 's/ftp/+new', op: 'create', after: created }), null)).toEqual([
    ['create', 'ftp', { username: 'new', password: 'S3cret' }],
    ['made', 'owner_new'],
    ['part'],
  ])
})

test('a creation sends what it can carry, and then what the new row lacks', async () => {
  const after = { username: 'new', domain: null, quotaMb: 5, readOnly: false }
  expect(await sent(item({ key: 's/ftp/+new', op: 'create', after }), null)).toEqual([
    ['create', 'ftp', { username: 'new', password: 'S3cret' }],
    ['made', 'owner_new'],
    ['set', 'ftp', 'owner_new', 'settings', { quotaMb: 5 }],
    ['whole'],
  ])
  const newJob = { name: 'n', command: '/bin/n', cronExpr: '0 3 * * *', enabled: true }
  const made = { ...job(7), ...newJob, enabled: true }
  expect(await sent(item({ kind: 'cron', key: 's/cron/+n', op: 'create', after: newJob }), null, made)).toEqual([
    ['create', 'cron', { name: 'n', command: '/bin/n', cronExpr: '0 3 * * *' }],
    ['made', '7'],
    ['whole'],
  ])
})

test('a password goes to the setter that has a secret', async () => {
  expect(await sent(item({ op: 'password' }), account('a'))).toEqual([
    ['set', 'ftp', 'owner_a', 'password', { password: 'S3cret' }],
    ['whole'],
  ])
})

test('a row of a kind without a list is set like any other, and can be neither created nor removed', async () => {
  const site = { domain: 'example.com', enabled: false, other: {} }
  const planned = item({ kind: 'anonymous', key: 's/anonymous/example.com', after: { enabled: true } })
  expect(await sent(planned, site)).toEqual([
    ['set', 'anonymous', 'example.com', 'enabled', { enabled: true }],
    ['whole'],
  ])
  await expect(sent({ ...planned, op: 'remove' }, site)).rejects.toThrow(code('internal'))
})

test('values that no panel takes are not sent', async () => {
  await expect(sent(item({ after: { quotaMb: 'many' } }), account('a'))).rejects.toThrow(code('input.invalid'))
})
