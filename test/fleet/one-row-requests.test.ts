import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Input } from '../../src/shared/contract.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp } from '../kit/panels.ts'

type Change = Input<'change.apply'>
const edit = (patch: object) => (id: string) => ({
  intent: { action: { type: 'ftp.edit', patch }, keys: [`${id}/ftp/admin_a`] },
  confirm: { include: ['first-restriction'] },
})

/** Changes of one row, with the requests that each may make at most. */
const changes: readonly (readonly [name: string, change: (serverId: string) => object, requests: string])[] = [
  ['settings', edit({ quotaMb: 99, readOnly: true }), 'GET PUT GET'],
  ['addresses', edit({ ips: { mode: 'set', entries: ['203.0.113.7'] } }), 'GET PUT GET'],
  ['a switch', edit({ enabled: false }), 'GET POST GET'],
  [
    'a new account',
    (id) => ({
      intent: { action: { type: 'ftp.create', serverIds: [id], account: { username: 'new' } }, keys: [] },
      password: 'S3cure•one',
    }),
    'POST GET',
  ],
  [
    'a removal',
    (id) => ({ intent: { action: { type: 'ftp.remove' }, keys: [`${id}/ftp/admin_a`] }, confirm: { typed: 'delete' } }),
    'DELETE GET',
  ],
  [
    'a job',
    (id) => ({ intent: { action: { type: 'cron.edit', patch: { enabled: false } }, keys: [`${id}/cron/1`] } }),
    'GET PUT GET',
  ],
  [
    'a new job',
    (id) => ({
      intent: {
        action: {
          type: 'cron.create',
          serverIds: [id],
          job: { name: 'n', command: '/bin/true', cronExpr: '5 4 * * *' },
        },
        keys: [],
      },
    }),
    'POST GET',
  ],
  ['values that are so already', edit({ quotaMb: 10 }), 'GET'],
]

async function requestsOf(change: (serverId: string) => object, ageMs: number): Promise<string> {
  const clock = createQuickClock(1)
  const atMs = Date.now() - 3_600_000
  const state = {
    ...emptyState('admin', 420),
    accounts: [accountOf({ username: 'admin_a', quotaMb: 10 }, atMs)],
    jobs: [jobOf({ id: 1, name: 'job', command: '/bin/job' }, atMs)],
    nextJobId: 2,
  }
  const { app, panel, serverId } = await openPanelApp({ state }, { ports: { clock } })
  await app.call('settings.set', { refreshEveryMin: 0 })
  clock.skip(ageMs)
  panel.clearRequests()
  const { item } = await app.call('change.apply', change(serverId) as Change)
  expect(item?.state ?? 'already').toMatch(/confirmed|already/)
  return panel.requests.map(({ method }) => method).join(' ')
}

test.each(changes)('%s: no more requests than needed, whatever the age of the rows', async (_, change, requests) => {
  expect(await requestsOf(change, 0)).toBe(requests)
  // A creation needs the names that are taken, a deletion a row that was read a moment ago.
  const whenOld = /^(POST|DELETE)/.test(requests) ? `GET ${requests}` : requests
  expect(await requestsOf(change, 600_000)).toBe(whenOld)
})
