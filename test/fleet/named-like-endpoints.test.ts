import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { PanelTraits } from '../../src/demo/traits.ts'
import { openPanelApp } from '../kit/panels.ts'

/* `GET /ftp/status` answers how the FTP server is, whatever the accounts are named. */

async function setUp(traits: Partial<PanelTraits> = {}) {
  const accounts = ['admin_a', 'status'].map((username) =>
    accountOf({ username, quotaMb: 10, allowedIps: ['192.0.2.1'] }, Date.now() - 3_600_000),
  )
  const opened = await openPanelApp({ state: { ...emptyState('admin', 420), accounts }, traits })
  const { app, panel, serverId } = opened
  const keys = [`${serverId}/ftp/status`]
  return {
    ...opened,
    account: () => panel.accounts.find(({ username }) => username === 'status'),
    edit: async (patch: object) =>
      (await app.call('change.apply', { intent: { action: { type: 'ftp.edit', patch: { ...patch } }, keys } })).item,
    remove: async () =>
      (
        await app.call('change.apply', {
          intent: { action: { type: 'ftp.remove' }, keys },
          confirm: { typed: 'delete' },
        })
      ).item,
  }
}

test('an account that is named like an endpoint is read from the list', async () => {
  const { app, serverId, account, edit, remove } = await setUp()
  expect(await edit({ quotaMb: 7, enabled: false })).toMatchObject({ state: 'confirmed' })
  expect(await edit({ ips: { mode: 'add', entries: ['192.0.2.2'] } })).toMatchObject({ state: 'confirmed' })
  expect(account()).toMatchObject({ quotaMb: 7, enabled: false, allowedIps: ['192.0.2.1', '192.0.2.2'] })
  expect(await app.call('rows.get', { serverId, kind: 'ftp', id: 'status' })).toMatchObject({ quotaMb: 7 })
  expect(await remove()).toMatchObject({ state: 'confirmed' })
  expect(account()).toBeUndefined()
  expect(await app.codeOf('rows.get', { serverId, kind: 'ftp', id: 'status' })).toBe('panel.not-found')
  expect((await app.call('rows.list', { kind: 'ftp' }))[0]?.rows).toMatchObject([{ username: 'admin_a' }])
})

test('its addresses stay unknown where the list leaves them out', async () => {
  const { app, serverId, account, edit } = await setUp({ listCarriesAllowedIps: false })
  expect(await edit({ quotaMb: 7 })).toMatchObject({ state: 'confirmed' })
  expect(account()).toMatchObject({ quotaMb: 7, allowedIps: ['192.0.2.1'] })
  expect(await app.call('rows.get', { serverId, kind: 'ftp', id: 'status' })).toMatchObject({
    quotaMb: 7,
    allowedIps: null,
  })
})
