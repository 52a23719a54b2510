import { expect, onTestFinished, test, vi } from 'vitest'
import { createFolder, openApp, removeFolder } from '../kit/app.ts'
import { startPanel } from '../kit/panels.ts'

const passphrase = 'correct horse battery'
/** So slow that an answer alone does not tell the panel's clock well enough. */
const slowMs = 5500

test('after a restart, a new row is known as ours although the first answer is slow', { timeout: 60_000 }, async () => {
  const panel = await startPanel()
  const dataDir = await createFolder()
  onTestFinished(() => removeFolder(dataDir))
  const first = await openApp({ dataDir })
  await first.call('vault.choose', { kind: 'passphrase', passphrase })
  await first.call('settings.set', { refreshEveryMin: 0, answerTimeoutSec: 30 })
  const { id: serverId } = await first.add(panel)
  await first.call('inventory.refresh', {})
  await panel.setFault('treatment', [
    { work: 'done', reply: 'hang', method: 'POST' },
    { work: 'undone', reply: 'hang', method: 'GET' },
  ])
  const job = { name: 'nightly', command: '/bin/true', cronExpr: '1 2 * * *' }
  void first.codeOf('change.apply', { intent: { action: { type: 'cron.create', serverIds: [serverId], job } } })
  await vi.waitFor(() => expect(panel.jobs).toHaveLength(1), { interval: 5 })
  await first.close()

  await panel.clearFaults()
  await panel.setFault('latency', slowMs)
  panel.clearRequests()
  const second = await openApp({ dataDir })
  onTestFinished(() => second.close())
  await second.call('vault.unlock', { passphrase })
  await vi.waitFor(() => expect(panel.requests.length).toBeGreaterThan(0), { timeout: 20_000, interval: 5 })
  await panel.setFault('latency', null)
  const newest = async () => (await second.call('activity.list', {}))[0]
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ action: 'cron.create', result: 'done' }), {
    timeout: 20_000,
    interval: 200,
  })
  expect(panel.requests.map(({ method }) => method)).not.toContain('POST')
})
