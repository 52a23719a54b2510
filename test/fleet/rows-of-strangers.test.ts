import { expect, test } from 'vitest'
import type { Treatment } from '../../src/demo/faults.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { Input } from '../../src/shared/contract.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp } from '../kit/panels.ts'

/*
 * Someone else makes the row that Wisdeck is about to make, after Wisdeck has read the list. The answer to Wisdeck's
 * own request is lost.
 */

type Change = Input<'change.apply'>

const newAccount = (serverId: string): Change => ({
  intent: { action: { type: 'ftp.create', serverIds: [serverId], account: { username: 'fresh' } } },
  password: 'S3cure•one',
})
const newJob = (serverId: string): Change => {
  const job = { name: 'fresh', command: '/bin/fresh', cronExpr: '5 4 * * *' }
  return { intent: { action: { type: 'cron.create', serverIds: [serverId], job } } }
}

/** Makes both rows on the panel itself. */
const makeRows = (panel: DemoPanelServer, atMs: number) =>
  panel.edit((state) => ({
    ...state,
    nextJobId: 701,
    accounts: [...state.accounts, accountOf({ username: 'admin_fresh' }, atMs)],
    jobs: [...state.jobs, jobOf({ id: 700, name: 'fresh', command: '/bin/fresh', cronExpr: '5 4 * * *' }, atMs)],
  }))

const changes = [
  ['an account', newAccount, { username: 'admin_fresh' }],
  ['a job', newJob, { id: 700 }],
] as const

async function setUp(clockSkew = 0) {
  const opened = await openPanelApp()
  await opened.panel.setFault('clockSkew', clockSkew)
  return {
    ...opened,
    lose: (work: Treatment['work']) =>
      opened.panel.setFault('treatment', { work, reply: 'drop', method: 'POST', count: 1 }),
    itemOf: async (change: Change) => (await opened.app.call('change.apply', change)).item,
  }
}

test.each(changes)('%s that was made before the request is not taken for the new one', async (_, change, found) => {
  const { panel, serverId, lose, itemOf } = await setUp()
  makeRows(panel, Date.now() - 30_000)
  await lose('undone')
  expect(await itemOf(change(serverId))).toMatchObject({ state: 'unknown', madeId: null, found })
  expect(panel.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
})

test.each([-300_000, 300_000])('the clock of a panel that is %i ms ahead is the one that counts', async (clockSkew) => {
  const { panel, serverId, lose, itemOf } = await setUp(clockSkew)
  await lose('done')
  expect(await itemOf(newJob(serverId))).toMatchObject({ state: 'confirmed' })
  makeRows(panel, Date.now() - 30_000)
  await lose('undone')
  expect(await itemOf(newAccount(serverId))).toMatchObject({ state: 'unknown', madeId: null })
})

test.each(changes)('nor does a run take %s for its own that was made before', async (_, change, found) => {
  const clock = createQuickClock(10)
  const { app, panel, serverId } = await openPanelApp({}, { ports: { clock } })
  await app.call('settings.set', { answerTimeoutSec: 5 })
  await panel.setFault('treatment', { work: 'undone', reply: 'hang', method: 'POST', count: 1 })
  const { intent } = change(serverId)
  const plan = await app.call('bulk.plan', { planningId: crypto.randomUUID(), intent })
  const { id: runId } = await app.call('bulk.start', { planId: plan.id, confirm: {}, passphrase: 'correct horse' })
  await expect.poll(() => panel.requests.some(({ method }) => method === 'POST')).toBe(true)
  makeRows(panel, clock.now() - 30_000)
  await expect.poll(async () => (await app.call('bulk.run', { runId })).state).toBe('done')
  const { items } = await app.call('bulk.runItems', { runId })
  expect(items).toMatchObject([{ state: 'unknown', madeId: null, found }])
})
