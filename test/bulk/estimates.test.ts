import { expect, test } from 'vitest'
import type { BulkAction } from '../../src/shared/model/bulk-action.ts'
import { rowKey } from '../../src/shared/model/inventory.ts'
import { planFor } from './planning.ts'
import { openStage } from './stage.ts'

const ips = { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['203.0.113.7'] } } } as const
const create = { type: 'ftp.create', serverIds: ['s0'], account: { username: 'deploy' }, length: 24 } as const

test.each<[string, BulkAction]>([
  ['quotas', { type: 'ftp.edit', patch: { quotaMb: 99 } }],
  ['switches', { type: 'ftp.edit', patch: { enabled: false } }],
  ['lists', ips],
  ['all fields of accounts', { type: 'ftp.edit', patch: { ...ips.patch, quotaMb: 99, enabled: false } }],
  ['passwords', { type: 'ftp.password', length: 24 }],
  ['deletions', { type: 'ftp.remove' }],
  ['jobs', { type: 'cron.edit', patch: { enabled: false } }],
  ['a new account', create],
  ['a new account with a list', { ...create, account: { username: 'deploy', allowedIps: ['203.0.113.7'] } }],
])('a plan of %s announces the requests of its run', async (_, action) => {
  const stage = await openStage({ accounts: 5 })
  const [panel] = stage.panels
  const accountKeys = panel!.accounts.map(({ username }) => rowKey('s0', 'ftp', username))
  const jobKeys = panel!.jobs.map(({ id }) => rowKey('s0', 'cron', id))
  const keys = action.type.startsWith('cron') ? jobKeys : accountKeys
  const plan = await planFor(stage, action, 'serverIds' in action ? [] : keys)
  const before = panel!.requests.length
  const passphrase = plan.secrets.size > 0 ? { passphrase: 'correct horse battery' } : {}
  const { id } = await stage.start(plan, passphrase)
  await stage.until(id, 'done')
  expect(panel!.requests.length - before).toBe(plan.head.servers[0]?.requests)
})

test('while requests are answered by a gateway and tried again, the time left is not known', async () => {
  const stage = await openStage({ accounts: 2 })
  await stage.panels[0]!.setFault('treatment', { work: 'undone', reply: 502, method: 'PUT' })
  const keys = stage.panels[0]!.accounts.map(({ username }) => rowKey('s0', 'ftp', username))
  const plan = await planFor(stage, { type: 'ftp.edit', patch: { quotaMb: 99 } }, keys)
  const { id } = await stage.start(plan)
  const details = () => stage.call('bulk.run', { runId: id })
  const repeating = { etaMs: null, slowestServerId: 's0', serverRuns: [{ waits: 'repeating', etaMs: null }] }
  await expect.poll(details, { interval: 5 }).toMatchObject(repeating)
  await stage.panels[0]!.setFault('treatment', null)
  await stage.until(id, 'done')
  expect(await details()).toMatchObject({ etaMs: null, slowestServerId: null, serverRuns: [{ waits: 'ready' }] })
})
