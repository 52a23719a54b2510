import { beforeEach, describe, expect, it } from 'vitest'
import { jobOf } from './state.ts'
import { documentMs, errorBody, stamp, useExamplePanel } from '../../example-panel.fixture.ts'

const example = useExamplePanel()
const { call } = example

describe('cron jobs, example by example', () => {
  const draft = {
    name: 'nightly',
    command: '/usr/bin/php /home/admin/cron.php',
    cron_expr: '0 3 * * *',
    domain: 'example.com',
  }
  const nightly = {
    id: 5,
    name: 'nightly',
    command: '/usr/bin/php /home/admin/cron.php',
    cron_expr: '0 3 * * *',
    enabled: true,
    owner: 'admin',
    last_run_at: null,
    last_run_ok: false,
    next_run_at: null,
    email_on_complete: '',
    email_on_error: false,
    created_at: stamp,
    updated_at: stamp,
  }
  beforeEach(() => example.panel.edit((state) => ({ ...state, nextJobId: 5 })))

  it('lists a bare array', async () => {
    expect((await call('GET', '/cronjobs/')).text).toBe('[]')
  })

  it('creates a job, with the keys of the document', async () => {
    const reply = await call('POST', '/cronjobs/', { body: draft })
    expect([reply.status, reply.text]).toEqual([201, JSON.stringify(nightly)])
    expect((await call('GET', '/cronjobs/')).json).toEqual([nightly])
    expect((await call('GET', '/cronjobs/5')).json).toEqual(nightly)
  })

  it.each([
    [{ command: undefined }, 'Command is required'],
    [{ command: ' ' }, 'Command is required'],
    [{ name: '' }, 'Name is required'],
    [{ cron_expr: '' }, 'Cron expression is required'],
    [{ cron_expr: '61 * * * *' }, 'Invalid cron expression: 61 * * * *'],
    [{ cron_expr: '0 0 L * *' }, 'Invalid cron expression: 0 0 L * *'],
    [{ cron_expr: '0 0 3 * * *' }, 'Invalid cron expression: 0 0 3 * * *'],
  ])('refuses %j', async (fields, sentence) => {
    const reply = await call('POST', '/cronjobs/', { body: { ...draft, ...fields } })
    expect([reply.status, reply.json]).toEqual([400, errorBody(400, 'VALIDATION_ERROR', sentence)])
  })

  it('sets only the fields that a partial PUT names', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    expect((await call('PUT', '/cronjobs/5', { body: { enabled: false } })).json).toEqual({
      ...nightly,
      enabled: false,
    })
    const on = await call('PUT', '/cronjobs/5', {
      body: { enabled: true, email_on_complete: 'a@b.example', email_on_error: true },
    })
    expect(on.json).toMatchObject({
      enabled: true,
      next_run_at: '2026-05-19T03:00:00+07:00',
      email_on_complete: 'a@b.example',
      email_on_error: true,
    })
    expect((await call('PUT', '/cronjobs/5', { body: { command: '' } })).status).toBe(400)
  })

  it('deletes with the documented sentence, and accepts only integers as ids', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    expect((await call('DELETE', '/cronjobs/5')).json).toEqual({ message: 'Cron job deleted successfully' })
    expect((await call('DELETE', '/cronjobs/5')).json).toEqual(errorBody(404, 'NOT_FOUND', 'Cron job not found'))
    expect((await call('GET', '/cronjobs/five')).json).toEqual(
      errorBody(400, 'VALIDATION_ERROR', 'Invalid cron job ID'),
    )
  })

  it('schedules a new job from the next minute on and runs it when due', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    example.nowMs += 60_000
    expect((await call('GET', '/cronjobs/5')).json).toMatchObject({
      next_run_at: '2026-05-19T03:00:00+07:00',
      last_run_at: null,
    })
    example.nowMs = Date.parse('2026-05-19T03:00:05+07:00')
    expect((await call('GET', '/cronjobs/5')).json).toMatchObject({
      next_run_at: '2026-05-20T03:00:00+07:00',
      last_run_at: '2026-05-19T03:00:00+07:00',
      last_run_ok: true,
    })
  })

  it('keeps a log that matches the last run', async () => {
    example.panel.edit((state) => ({
      ...state,
      jobs: [
        jobOf({ id: 5, lastRunAtMs: documentMs, lastRunOk: true, createdAtMs: 0 }, documentMs),
        jobOf({ id: 6 }, documentMs),
      ],
    }))
    const runs = (await call('GET', '/cronjobs/5/logs')).json
    expect(runs).toHaveLength(10)
    expect(runs).toMatchObject([
      { started_at: stamp, exit_code: 0 },
      { started_at: '2026-05-18T03:00:00+07:00' },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ])
    expect((await call('GET', '/cronjobs/6/logs')).text).toBe('[]')
    expect((await call('GET', '/cronjobs/7/logs')).status).toBe(404)
  })
})
