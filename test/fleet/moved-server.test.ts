import { expect, onTestFinished, test } from 'vitest'
import { openDesk } from './desk.ts'
import { account, startHeldPanel } from './held-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'

/** A server that was read, and another panel without any rows of its own. */
async function setUp() {
  const [panel, other] = [await startHeldPanel(), await startHeldPanel()]
  panel.accounts.set('admin_a', account('admin_a'))
  panel.say(
    /^GET \/api\/v1\/cronjobs\/$/,
    JSON.stringify([{ id: 5, name: 'nightly', enabled: true, updated_at: '2026-05-18T17:44:36+07:00' }]),
  )
  const desk = await openDesk({ panels: 0 })
  onTestFinished(() => desk.close())
  const { id } = await desk.call('servers.add', {
    draft: { name: 'Old', url: panel.url },
    token,
    trustFingerprint256: panel.certificate.fingerprint256,
  })
  await desk.call('inventory.refresh', {})
  const known = async () => ({
    rows: [await desk.call('ftp.list', {}), await desk.call('cron.list', {})]
      .flat()
      .flatMap((slice) => slice.rows.length),
    status: (await desk.call('inventory.statuses', {}))[0]!,
    hasToken: (await desk.call('servers.list', {}))[0]!.hasToken,
  })
  return {
    panel,
    other,
    desk,
    id,
    known,
    trust: () => desk.call('servers.trust', { id, fingerprint256: other.certificate.fingerprint256 }),
  }
}

test('at another address nothing is said of the old panel, and its token is not sent there', async () => {
  const { other, desk, id, known, trust } = await setUp()
  expect(await known()).toMatchObject({ rows: [1, 1], hasToken: true, status: { health: 'ok', utcOffsetMin: 420 } })
  const emptied: string[] = []
  desk.onEvent(
    ({ event, payload }) =>
      void (event === 'inventory.sliceChanged' && payload.rows.length === 0 && emptied.push(payload.kind)),
  )
  expect(await desk.call('servers.edit', { id, patch: { url: other.url } })).toMatchObject({
    hasToken: false,
    pin: null,
  })
  await trust()
  await desk.call('inventory.refresh', {})
  const { rows, status, hasToken } = await known()
  expect([rows, hasToken, emptied.toSorted()]).toEqual([[], false, ['cron', 'ftp']])
  expect(status).toMatchObject({
    health: 'no-token',
    utcOffsetMin: null,
    listHasAllowedIps: null,
    ftp: { readAtMs: null, count: 0 },
    cron: { readAtMs: null, count: 0 },
  })
  expect([other.tokens, (await desk.call('vault.status', {})).tokens]).toEqual([[], 0])
  const [moved] = (await desk.call('activity.list', {})).filter(({ action }) => action === 'servers.edit')
  expect(moved).toMatchObject({ before: { token: 'kept' }, after: { url: other.url, token: 'none' } })
})

test('where the user says so the token goes along', async () => {
  const { other, desk, id, known, trust } = await setUp()
  expect((await desk.call('servers.edit', { id, patch: { url: other.url }, keepToken: true })).hasToken).toBe(true)
  await trust()
  await desk.call('inventory.refresh', {})
  expect((await known()).status.health).toBe('ok')
  expect(new Set(other.tokens)).toEqual(new Set([`Bearer ${token}`]))
})

test('another path or name of the same panel costs neither rows nor token', async () => {
  const { panel, desk, id, known } = await setUp()
  await desk.call('servers.edit', { id, patch: { url: panel.url.replace('/api/v1', '/panel'), name: 'New' } })
  expect(await known()).toMatchObject({ rows: [1, 1], hasToken: true, status: { utcOffsetMin: 420 } })
})
