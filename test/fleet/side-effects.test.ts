import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { openPanelApp } from '../kit/panels.ts'

test('what a change does besides is told, recorded and undone as well', async () => {
  const account = accountOf({ username: 'admin_a', quotaMb: 10, allowedIps: ['203.0.113.7'] }, Date.now() - 3_600_000)
  const { app, panel, serverId } = await openPanelApp({
    state: { ...emptyState('admin', 420), accounts: [account] },
    traits: { putReplacesRow: true },
  })
  const { run, item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 99 } }, keys: [`${serverId}/ftp/admin_a`] },
  })
  expect(panel.accounts[0]).toMatchObject({ quotaMb: 99, allowedIps: [] })
  const [before, after] = [
    { quotaMb: 10, allowedIps: ['203.0.113.7'] },
    { quotaMb: 99, allowedIps: [] },
  ]
  expect(item).toMatchObject({ state: 'confirmed', found: { allowedIps: [] }, before, after })
  expect(await app.call('activity.list', { runId: run!.id })).toMatchObject([{ result: 'done', before, after }])
  const undo = await app.call('change.undo', {
    runId: run!.id,
    confirm: { include: ['first-restriction'] },
  })
  expect(undo.item).toMatchObject({ state: 'confirmed' })
  expect(panel.accounts[0]).toMatchObject({ quotaMb: 10, allowedIps: ['203.0.113.7'] })
})
