import { expect, it } from 'vitest'
import { AppError } from '../shared/errors.ts'
import { readFleetOnce } from './once.ts'

const fleet = { panels: 3, accounts: 2, jobs: 1, seed: 1 }

/** Creates an app with fixed answers that records its calls in order. */
function createAnswers(answers: Record<string, unknown>) {
  const asked: string[] = []
  return {
    asked,
    async dispatch(name: string, json: string) {
      asked.push(`${name} ${json}`)
      const value = answers[`${name} ${json}`] ?? answers[name]
      return JSON.stringify(
        value !== undefined ? { ok: true, value } : { ok: false, error: { code: 'demo.failed', message: 'no fleet' } },
      )
    },
  }
}

it('counts what one pass over the fleet found', async () => {
  const app = createAnswers({
    'servers.list': [],
    'vault.choose': {},
    'settings.set': {},
    'demo.start': [{}, {}, {}],
    'inventory.refresh': { statuses: [{ health: 'ok' }, { health: 'token-rejected' }, { health: 'unreachable' }] },
    'rows.list {"kind":"ftp"}': [{ rows: [1, 2] }, { rows: [3] }, { rows: [] }],
    'rows.list {"kind":"cron"}': [{ rows: [1] }],
  })
  let nowMs = 1000
  const summary = await readFleetOnce(app, fleet, () => (nowMs += 250))
  expect(summary).toEqual({ servers: 3, reachable: 2, ftpAccounts: 3, cronJobs: 1, firstRefreshMs: 250 })
  expect(app.asked).toEqual([
    'servers.list {}',
    'vault.choose {"kind":"session"}',
    'settings.set {"welcomed":true}',
    `demo.start ${JSON.stringify(fleet)}`,
    'inventory.refresh {}',
    'rows.list {"kind":"ftp"}',
    'rows.list {"kind":"cron"}',
  ])
})

it('leaves the vault of an app with servers as it is', async () => {
  const app = createAnswers({
    'servers.list': [{}],
    'demo.start': [],
    'inventory.refresh': { statuses: [] },
    'rows.list {"kind":"ftp"}': [],
    'rows.list {"kind":"cron"}': [],
  })
  await readFleetOnce(app, fleet, () => 0)
  expect(app.asked.map((call) => call.split(' ')[0])).toEqual([
    'servers.list',
    'demo.start',
    'inventory.refresh',
    'rows.list',
    'rows.list',
  ])
})

it('fails with the error of the call that failed', async () => {
  await expect(readFleetOnce(createAnswers({}), fleet, () => 0)).rejects.toEqual(
    new AppError('demo.failed', 'no fleet'),
  )
})
