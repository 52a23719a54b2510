import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { freshOutcome } from '../../src/core/storage/run-columns.ts'
import { countChanged, editAccount, quotaChanges, toggleChanges, untilWrites, writes } from './changes.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

describe('after Wisdeck ended during a run', () => {
  const interrupt = async (withTokens: boolean) => {
    const stage = await openStage({ accounts: 30 })
    await stage.panels[0]!.setFault('latency', 20)
    const { id } = await stage.start(planOf(toggleChanges(stage)))
    await untilWrites(stage, 8)
    await stage.reopen('close', { withTokens })
    return { stage, id }
  }

  test('the run is interrupted, sent items are reconciled, and nothing is sent until the user resumes it', async () => {
    const { stage, id } = await interrupt(true)
    // The last request may still be on its way to the panel. Items that the ledger does not show as sent stay planned.
    const started = 30 - stage.rig.running.runs.run(id).counts.planned
    expect(stage.rig.running.runs.run(id).state).toBe('interrupted')
    while (stage.rig.running.runs.run(id).counts.sent + stage.rig.running.runs.run(id).counts.accepted > 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(writes(stage).length).toBeLessThanOrEqual(started)
    await stage.call('bulk.resume', { runId: id })
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 30 } })
    expect(stage.panels[0]!.requests.filter(({ carriedOut, method }) => carriedOut && method === 'POST')).toHaveLength(
      30,
    )
  })

  test('reconciling waits for the token and starts when the token is there', async () => {
    const { stage, id } = await interrupt(false)
    const requestsBefore = stage.panels[0]!.requests.length
    await stage.until(id, 'interrupted')
    expect(stage.panels[0]!.requests).toHaveLength(requestsBefore)
    const { sent, accepted } = stage.rig.running.runs.run(id).counts
    expect(sent + accepted).toBeGreaterThan(0)
    await stage.rig.giveTokens()
    while (stage.rig.running.runs.run(id).counts.sent + stage.rig.running.runs.run(id).counts.accepted > 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
  })

  test('items of a server that was removed or edited meanwhile fail with a clear error', async () => {
    const stage = await openStage({ panelCount: 2, accounts: 10 })
    for (const panel of stage.panels) await panel.setFault('latency', 20)
    const { id } = await stage.start(planOf([...quotaChanges(stage), ...quotaChanges(stage, 99, 1)]))
    await untilWrites(stage, 3)
    await stage.call('bulk.pause', { runId: id })
    stage.rig.storage.servers.remove('s0')
    const edited = stage.rig.storage.servers.get('s1')!
    stage.rig.storage.servers.put({ ...edited, url: stage.panels[0]!.url })
    const sent = writes(stage).length
    await stage.call('bulk.resume', { runId: id })
    await stage.until(id, 'done')
    expect(writes(stage)).toHaveLength(sent)
    const codes = new Set(
      stage.items(id).map(({ serverId, state, error }) => `${serverId} ${state} ${error?.code ?? ''}`),
    )
    expect([...codes].toSorted().filter((code) => !code.includes('confirmed'))).toEqual(
      expect.arrayContaining(['s0 failed server.unknown', 's1 failed plan.expired']),
    )
  })

  test('a run that has nothing left to send ends when its items are reconciled', async () => {
    // The panel's latency runs on the system's clock, so the app must use that clock too.
    const stage = await openStage({ panelCount: 2, accounts: 3, clock: systemClock(), answerTimeoutSec: 2 })
    await stage.panels[0]!.setFault('latency', 400)
    const { id } = await stage.start(planOf([...toggleChanges(stage), ...quotaChanges(stage, 99, 1)]))
    // Every change has been sent, and the answers of one panel are still on their way.
    while (stage.rig.running.runs.run(id).counts.planned > 0 || countChanged(stage, 1) < 3)
      await new Promise((resolve) => setTimeout(resolve, 2))
    await stage.reopen('kill')
    expect(stage.rig.running.runs.run(id).state).toBe('interrupted')
    await stage.panels[0]!.setFault('latency', null)
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 6 } })
    expect((await stage.call('bulk.run', { runId: id })).serverRuns.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(writes(stage)).toHaveLength(3)
    const entries = stage.rig.storage.record.list({ runId: id, limit: 10 })
    expect(entries.map(({ result }) => result)).toEqual(Array.from({ length: 6 }, () => 'done'))
  })
})

test('a change of one row that was to be sent once more is read after a restart, and told as not sent only if it was not', async () => {
  const stage = await openStage({ accounts: 3 })
  const { id } = await stage.start(planOf(quotaChanges(stage).slice(0, 1)))
  await stage.until(id, 'done')
  const { runs } = stage.rig.storage
  const done = runs.get(id)!
  const sentAtMs = Date.now()
  for (const [at, sent] of [
    [1, { firstSentAtMs: sentAtMs, sentAtMs, attempts: 1 }],
    [2, {}],
  ] as const) {
    const [item] = planOf([quotaChanges(stage)[at]!]).items
    const head = { ...done.head, origin: 'row' as const, endedAtMs: null }
    runs.begin({ ...done, id: `row${at}`, planId: `plan${at}`, state: 'running', head }, [
      { item: item!, state: 'planned', outcome: { ...freshOutcome, ...sent }, secret: null },
    ])
  }
  // The panel does late what was sent.
  editAccount(stage, 'admin_a1', { quotaMb: 99 })
  await stage.reopen('kill')
  await stage.until('row1', 'done')
  while (stage.states('row1')[0] !== 'confirmed') await new Promise((resolve) => setTimeout(resolve, 5))
  expect(stage.items('row2')).toMatchObject([{ state: 'skipped', skipped: 'not-sent' }])
})
