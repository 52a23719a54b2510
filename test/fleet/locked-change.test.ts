import { expect, onTestFinished, test, vi } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { openApp } from '../kit/app.ts'
import { startPanel } from '../kit/panels.ts'

const passphrase = 'correct horse battery'

test('a change whose token is locked after its read is told as failed, and its row is free again', async () => {
  const accounts = [accountOf({ username: 'admin_a', quotaMb: 10, allowedIps: [] }, Date.now() - 3_600_000)]
  const panel = await startPanel({ state: { ...emptyState('admin', 420), accounts } })
  const app = await openApp({})
  onTestFinished(() => app.close())
  await app.call('vault.choose', { kind: 'passphrase', passphrase })
  const { id: serverId } = await app.add(panel)
  await app.call('inventory.refresh', {})
  const setQuota = () =>
    app.codeOf('change.apply', {
      intent: { action: { type: 'ftp.edit', patch: { quotaMb: 7 } }, keys: [`${serverId}/ftp/admin_a`] },
    })
  await panel.setFault('latency', 600)
  panel.clearRequests()
  const refused = setQuota()
  await vi.waitFor(() => expect(panel.requests).toHaveLength(1), { interval: 5 })
  await app.call('vault.lock', {})
  expect(await refused).toBe('vault.locked')
  expect(panel.requests.map(({ method }) => method)).toEqual(['GET'])
  const [entry] = await app.call('activity.list', {})
  expect(entry).toMatchObject({ action: 'ftp.update', result: 'failed', error: { code: 'vault.locked' } })

  await panel.clearFaults()
  await app.call('vault.unlock', { passphrase })
  expect([await setQuota(), panel.accounts[0]?.quotaMb]).toEqual(['ok', 7])
})
