import { describe, expect, it } from 'vitest'
import { cron } from './cron.ts'

/** The example of the API document. */
const job = {
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
  created_at: '2026-05-18T17:44:36+07:00',
  updated_at: '2026-05-18T17:44:36+07:00',
}

describe('values', () => {
  it.each([
    ['0 4 * * MON-fri', '0 4 * * 1,2,3,4,5', true],
    ['05 04 * * 7', '5 4 * * 0', true],
    ['*/1 * * * *', '* * * * *', true],
    ['@Annually', '0 0 1 1 *', true],
    ['0 4 * * MON', '0 4 * * 2', false],
    ['0 4 */2 * 1', '0 4 1-31/2 * 1', false],
    ['@reboot', '@REBOOT', false],
    ['0 0 3 * * ?', '0 0  3 * * ?', true],
  ])('compares schedules by their meaning: %s and %s', (one, other, isSame) => {
    expect(cron.same('cronExpr', one, other)).toBe(isSame)
  })

  it('compares schedules regardless of spaces, and texts without the spaces around them', () => {
    expect(cron.same('cronExpr', '*/5  * * * *', ' */5 * * * *')).toBe(true)
    expect(cron.same('cronExpr', '*/5 * * * *', '*/6 * * * *')).toBe(false)
    expect(cron.same('command', 'true ', 'true')).toBe(true)
    expect(cron.same('command', 'a  b', 'a b')).toBe(false)
  })

  it('tells an equal job from another one of its name', () => {
    const row = cron.readOne(job)!
    const wanted = { name: 'nightly', command: job.command, cronExpr: '0  3 * * *' }
    expect(cron.creation.identifies(wanted, row)).toBe('same')
    expect(cron.creation.identifies({ ...wanted, command: 'other' }, row)).toBe('namesake')
    expect(cron.creation.identifies({ ...wanted, name: 'weekly' }, row)).toBe('no')
  })
})

describe('cron jobs', () => {
  it('reads the example of the API document', () => {
    expect(cron.readOne(job)).toEqual({
      id: 5,
      name: 'nightly',
      command: '/usr/bin/php /home/admin/cron.php',
      cronExpr: '0 3 * * *',
      domain: null,
      enabled: true,
      owner: 'admin',
      lastRunAt: null,
      lastRunOk: false,
      nextRunAt: null,
      emailOnComplete: '',
      emailOnError: false,
      createdAt: '2026-05-18T17:44:36+07:00',
      updatedAt: '2026-05-18T17:44:36+07:00',
    })
  })

  it.each([[[job]], [{ jobs: [job] }], [{ cronjobs: [job] }], [{ data: { jobs: [job], total: 1 } }]])(
    'finds the list in %j',
    (body) => {
      expect(cron.readList(body)).toMatchObject({ rows: [{ id: 5 }], total: 1 })
    },
  )

  it('reads null as an empty list, year 1 as never, and text as an id', () => {
    expect(cron.readList(null)).toEqual({ rows: [], total: 0 })
    expect(
      cron.readList([{ ...job, id: '5', last_run_at: '0001-01-01T00:00:00Z', next_run_at: 1_779_100_000 }])?.rows[0],
    ).toMatchObject({ id: 5, lastRunAt: null, nextRunAt: '2026-05-18T10:26:40.000Z' })
  })

  it('does not guess a switch that it cannot read', () => {
    expect([undefined, 'maybe', 'off'].map((enabled) => cron.readOne({ id: 5, enabled })?.enabled)).toEqual([
      null,
      null,
      false,
    ])
  })

  it('counts the rows that it cannot address', () => {
    expect(cron.readList([job, { ...job, id: null }, { ...job, id: 1.5 }])).toMatchObject({
      rows: [{ id: 5 }],
      total: 3,
    })
    expect(cron.readList({ data: { jobs: [job], total: 120 } })?.total).toBe(120)
    expect(cron.readList([{ name: 'x' }])).toBeNull()
  })
})
