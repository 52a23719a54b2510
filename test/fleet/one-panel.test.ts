import { expect, onTestFinished, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Clock } from '../../src/core/ports.ts'
import { openSessionApp } from '../kit/app.ts'
import { createQuickClock } from '../kit/clock.ts'
import { startPanel, token } from '../kit/panels.ts'

/** Adds one panel as two servers, and reads both. */
async function setUp(clock?: Clock) {
  const accounts = Array.from({ length: 20 }, (_, at) =>
    accountOf({ username: `admin_a${at}` }, Date.now() - 3_600_000),
  )
  const panel = await startPanel({ ...clock, state: { ...emptyState('admin', 420), accounts } })
  const app = await openSessionApp(clock ? { ports: { clock } } : {})
  onTestFinished(() => app.close())
  const add = async (name: string) =>
    (
      await app.call('servers.add', {
        draft: { name, url: panel.url },
        token,
        trustFingerprint256: panel.fingerprint256,
      })
    ).id
  const servers = [await add('First'), await add('Second')] as const
  await app.call('inventory.refresh', {})
  const keys = servers.flatMap((id) => accounts.map(({ username }) => `${id}/ftp/${username}`))
  const toggles = () => panel.requests.filter(({ path }) => path.endsWith('/toggle')).length
  return { app, panel, servers, keys, toggles }
}

const disable = { type: 'ftp.edit', patch: { enabled: false } } as const

test('a plan through two servers of one panel changes each row once, and says so', async () => {
  const { app, panel, keys, toggles } = await setUp()
  const plan = await app.call('bulk.plan', { planningId: 'p', intent: { action: disable, keys } })
  expect(plan).toMatchObject({ changes: 20, impossible: [{ reason: 'same-panel', count: 20 }] })
  const { rows } = await app.call('bulk.planImpossible', { planId: plan.id, limit: 1 })
  expect(rows).toMatchObject([{ reason: 'same-panel', detail: 'First' }])
  const run = await app.call('bulk.start', { planId: plan.id, confirm: {} })
  while ((await app.call('bulk.run', { runId: run.id })).state !== 'done') await new Promise((go) => setTimeout(go, 10))
  expect(panel.accounts.every(({ enabled }) => !enabled)).toBe(true)
  expect(toggles()).toBe(20)
})

test('two clicks at once through two servers flip a switch once', async () => {
  const { app, panel, servers, toggles } = await setUp()
  const answers = await Promise.all(
    servers.map((id) => app.call('change.apply', { intent: { action: disable, keys: [`${id}/ftp/admin_a0`] } })),
  )
  expect(answers.map(({ item }) => item?.state ?? 'as wanted').toSorted()).toEqual(['as wanted', 'confirmed'])
  expect(panel.accounts[0]).toMatchObject({ enabled: false })
  expect(toggles()).toBe(1)
})

test('a click that waited for one whose answer is lost sends nothing, and a later one only on the user’s word', async () => {
  const clock = createQuickClock(4)
  const { app, panel, servers, toggles } = await setUp(clock)
  await app.call('settings.set', { answerTimeoutSec: 4 })
  await panel.setFault('treatment', { work: 'undone', reply: 'hang', method: 'POST', count: 1 })
  const click = (id: string, include: readonly 'still-open'[] = []) =>
    app.call('change.apply', { intent: { action: disable, keys: [`${id}/ftp/admin_a0`] }, confirm: { include } }).then(
      ({ item }) => `${item?.state}${item?.open ? ', open' : ''}`,
      (thrown: unknown) => String(thrown),
    )
  const [first, second] = await Promise.all(servers.map((id) => click(id)))
  expect([first, toggles()]).toEqual(['unknown, open', 1])
  expect(second).toContain('confirm.needed')
  expect(await click(servers[1])).toContain('still-open')
  expect([await click(servers[1], ['still-open']), toggles()]).toEqual(['confirmed', 2])
})
