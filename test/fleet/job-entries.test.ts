import { expect, onTestFinished, test } from 'vitest'
import { openFleetApp } from '../kit/app.ts'

test('the log entry for the note of a job contains the job’s id, because another job may have the same name', async () => {
  const app = await openFleetApp({ panels: 1 })
  onTestFinished(() => app.close())
  await app.call('demo.start', { panels: 1 })
  await app.call('inventory.refresh', {})
  const { serverId, rows } = (await app.call('rows.list', { kind: 'cron' }))[0] ?? { serverId: '', rows: [] }
  const job = rows[0]
  if (job === undefined) throw new Error('The demo panel has no job')
  const { id } = job

  await app.call('cron.setNote', { serverId, id, note: 'Ask first' })

  expect(await app.call('activity.list', { limit: 1 })).toMatchObject([
    { action: 'cron.setNote', before: { id, note: '' }, after: { id, note: 'Ask first' } },
  ])
})
