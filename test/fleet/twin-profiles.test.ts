import { expect, onTestFinished, test } from 'vitest'
import { openSessionApp } from '../kit/app.ts'
import { account, startDelayedPanel } from './delayed-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'

/** Adds one panel as two servers with one token, and so one budget. Only the first server trusts the certificate. */
async function setUp() {
  const panel = await startDelayedPanel()
  panel.accounts.set('admin_a', account('admin_a'))
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const add = async (name: string, trust: object) =>
    (await app.call('servers.add', { draft: { name, url: panel.url }, token, ...trust })).id
  const trusting = await add('Trusting', { trustFingerprint256: panel.certificate.fingerprint256 })
  const wary = await add('Wary', {})
  // The refresh that started when the servers were added must not be the one that the test checks.
  await app.call('inventory.refresh', {})
  const refresh = async (...serverIds: string[]) => {
    const { statuses } = await app.call('inventory.refresh', { serverIds })
    return Object.fromEntries(
      statuses.map(({ serverId, health }) => [serverId === trusting ? 'trusting' : 'wary', health]),
    )
  }
  return { trusting, wary, refresh }
}

test('a profile is affected neither by another one’s missing trust nor by another one’s trust', async () => {
  const { trusting, wary, refresh } = await setUp()
  for (const order of [
    [wary, trusting],
    [trusting, wary],
  ])
    expect(await refresh(...order)).toEqual({ trusting: 'ok', wary: 'untrusted' })
})
