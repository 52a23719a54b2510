import { expect, onTestFinished, test } from 'vitest'
import { openSessionApp } from '../kit/app.ts'
import { editAccount, editJob } from '../kit/change-row.ts'
import { account, startDelayedPanel } from './delayed-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'
const job = { id: 5, name: 'nightly', command: 'true', cron_expr: '0 3 * * *' }

/** A panel that does not report whether its accounts and jobs are enabled. */
async function setUp() {
  const panel = await startDelayedPanel()
  const { enabled: _, ...reported } = account('admin_a')
  panel.accounts.set('admin_a', account('admin_a', { enabled: false }))
  panel.answerWith(/^GET \/api\/v1\/ftp\/$/, JSON.stringify({ accounts: [reported], total: 1 }))
  panel.answerWith(/^GET \/api\/v1\/ftp\/admin_a$/, JSON.stringify(reported))
  panel.answerWith(/^GET \/api\/v1\/cronjobs\/$/, JSON.stringify([job]))
  panel.answerWith(/^(GET|PUT) \/api\/v1\/cronjobs\/5$/, JSON.stringify(job))
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const server = await app.call('servers.add', {
    draft: { name: 'Mute', url: panel.url },
    token,
    trustFingerprint256: panel.certificate.fingerprint256,
  })
  await app.call('inventory.refresh', {})
  return { panel, app, serverId: server.id }
}

test('an account is not flipped on a guess', async () => {
  const { panel, app, serverId } = await setUp()
  const { item } = await app.call('change.apply', editAccount(serverId, 'admin_a', { enabled: false }))
  expect(item).toMatchObject({ state: 'failed', error: { code: 'panel.bad-reply' } })
  expect(panel.accounts.get('admin_a')?.enabled).toBe(false)
  expect(panel.requestLines.filter((line) => line.includes('toggle'))).toEqual([])
})

test('a job whose switch is not reported is shown as it was set', async () => {
  const { panel, app, serverId } = await setUp()
  const puts = () => panel.requestLines.filter((line) => line.startsWith('PUT')).length
  const set = async (enabled: boolean) =>
    (await app.call('change.apply', editJob(serverId, 5, { enabled }))).item?.state
  expect([await set(false), puts()]).toEqual(['confirmed', 1])
  await app.call('inventory.refresh', {})
  expect((await app.call('rows.list', { kind: 'cron' }))[0]?.rows[0]?.enabled).toBe(false)
})
