import { expect, onTestFinished, test } from 'vitest'
import { openFleetApp } from '../kit/app.ts'

test('every log entry for a job contains the job’s id, because another job may have the same name', async () => {
  const app = await openFleetApp({ panels: 1 })
  onTestFinished(() => app.close())
  await app.call('demo.start', { panels: 1 })
  await app.call('inventory.refresh', {})
  const { serverId, rows } = (await app.call('rows.list', { kind: 'cron' }))[0] ?? { serverId: '', rows: [] }
  const job = rows[0]
  if (job === undefined) throw new Error('The demo panel has no job')
  const { id, enabled } = job

  await app.call('cron.update', { serverId, id, patch: { enabled: !enabled } })
  await app.call('cron.update', { serverId, id, patch: { enabled: !enabled } })
  await app.call('cron.setNote', { serverId, id, note: 'Ask first' })
  await app.call('cron.remove', { serverId, id })

  const entries = (await app.call('activity.list', { limit: 4 })).map(({ action, before, after }) => ({
    action,
    before,
    after,
  }))
  expect(entries).toEqual([
    { action: 'cron.remove', before: expect.objectContaining({ id }), after: null },
    { action: 'cron.setNote', before: { id, note: '' }, after: { id, note: 'Ask first' } },
    { action: 'cron.update', before: { id }, after: { id } },
    {
      action: 'cron.update',
      before: expect.objectContaining({ id, enabled }),
      after: expect.objectContaining({ id, enabled: !enabled }),
    },
  ])
})
