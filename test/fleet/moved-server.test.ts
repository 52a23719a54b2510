import { expect, onTestFinished, test } from 'vitest'
import { openSessionApp } from '../kit/app.ts'
import { account, startDelayedPanel } from './delayed-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'

/** A server that has been read, and another panel without rows. */
async function setUp() {
  const [panel, other] = [await startDelayedPanel(), await startDelayedPanel()]
  panel.accounts.set('admin_a', account('admin_a'))
  panel.answerWith(
    /^GET \/api\/v1\/cronjobs\/$/,
    JSON.stringify([{ id: 5, name: 'nightly', enabled: true, updated_at: '2026-05-18T17:44:36+07:00' }]),
  )
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const { id } = await app.call('servers.add', {
    draft: { name: 'Old', url: panel.url },
    token,
    trustFingerprint256: panel.certificate.fingerprint256,
  })
  await app.call('inventory.refresh', {})
  const readState = async () => ({
    rows: [await app.call('rows.list', { kind: 'ftp' }), await app.call('rows.list', { kind: 'cron' })]
      .flat()
      .flatMap((slice) => slice.rows.length),
    status: (await app.call('inventory.statuses', {}))[0]!,
    hasToken: (await app.call('servers.list', {}))[0]!.hasToken,
  })
  return {
    panel,
    other,
    app,
    id,
    readState,
    trust: () => app.call('servers.trust', { id, fingerprint256: other.certificate.fingerprint256 }),
  }
}

test('at another address nothing of the old panel is shown, and its token is not sent there', async () => {
  const { other, app, id, readState, trust } = await setUp()
  expect(await readState()).toMatchObject({ rows: [1, 1], hasToken: true, status: { health: 'ok', utcOffsetMin: 420 } })
  const emptied: string[] = []
  app.onEvent(
    ({ event, payload }) =>
      void (event === 'inventory.sliceChanged' && payload.rows.length === 0 && emptied.push(payload.kind)),
  )
  expect(await app.call('servers.edit', { id, patch: { url: other.url } })).toMatchObject({
    hasToken: false,
    pin: null,
  })
  await trust()
  await app.call('inventory.refresh', {})
  const { rows, status, hasToken } = await readState()
  expect([rows, hasToken, emptied.toSorted()]).toEqual([[], false, ['cron', 'ftp']])
  expect(status).toMatchObject({
    health: 'no-token',
    utcOffsetMin: null,
    listHasAllowedIps: null,
    kinds: { ftp: { readAtMs: null, count: 0 }, cron: { readAtMs: null, count: 0 } },
  })
  expect([other.tokens, (await app.call('vault.status', {})).tokens]).toEqual([[], 0])
  const [moved] = (await app.call('activity.list', {})).filter(({ action }) => action === 'servers.edit')
  expect(moved).toMatchObject({ before: { token: 'kept' }, after: { url: other.url, token: 'none' } })
})

test('the token moves along if the user chooses so', async () => {
  const { other, app, id, readState, trust } = await setUp()
  expect((await app.call('servers.edit', { id, patch: { url: other.url }, keepToken: true })).hasToken).toBe(true)
  await trust()
  await app.call('inventory.refresh', {})
  expect((await readState()).status.health).toBe('ok')
  expect(new Set(other.tokens)).toEqual(new Set([`Bearer ${token}`]))
})

test('another path or name of the same panel loses neither rows nor token', async () => {
  const { panel, app, id, readState } = await setUp()
  await app.call('servers.edit', { id, patch: { url: panel.url.replace('/api/v1', '/panel'), name: 'New' } })
  expect(await readState()).toMatchObject({ rows: [1, 1], hasToken: true, status: { utcOffsetMin: 420 } })
})
