import { describe, expect, test } from 'vitest'
import { createQuickClock } from '../kit/clock.ts'
import { countChanged, quotaChanges, toggleChanges, untilWrites, writes } from './changes.ts'
import { planFor } from './planning.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a token store that is locked during a run', () => {
  test('pauses the run without failures, and after unlocking the run continues where it was', async () => {
    const stage = await openStage({ panelCount: 2, accounts: 30, passphrase: 'correct horse' })
    for (const panel of stage.panels) await panel.setFault('latency', 20)
    const { id } = await stage.start(planOf([...toggleChanges(stage), ...quotaChanges(stage, 99, 1)]))
    await untilWrites(stage, 8)
    await stage.rig.lock()
    const paused = await stage.until(id, 'paused')
    expect(paused).toMatchObject({ pausedBy: 'vault', counts: { failed: 0, unknown: 0, skipped: 0 } })
    const sent = [writes(stage).length, writes(stage, 1).length]
    expect(paused.counts.planned).toBe(60 - sent[0]! - sent[1]!)
    const { serverRuns } = await stage.call('bulk.run', { runId: id })
    expect(serverRuns.map(({ state, error }) => [state, error])).toEqual([
      ['paused', null],
      ['paused', null],
    ])

    // Resuming without tokens pauses the run again.
    await stage.call('bulk.resume', { runId: id })
    expect(await stage.until(id, 'paused')).toMatchObject({ pausedBy: 'vault', counts: { failed: 0 } })
    expect([writes(stage).length, writes(stage, 1).length]).toEqual(sent)

    // After unlocking, the sent items are reconciled by reading. The planned items wait until the user resumes the run.
    await stage.rig.unlock()
    while (stage.rig.running.runs.run(id).counts.accepted + stage.rig.running.runs.run(id).counts.sent > 0)
      await pause(5)
    expect([writes(stage).length, writes(stage, 1).length]).toEqual(sent)
    await stage.call('bulk.resume', { runId: id })
    expect(await stage.until(id, 'done')).toMatchObject({ pausedBy: null, counts: { confirmed: 60 } })
    expect([writes(stage).length, writes(stage, 1).length]).toEqual([30, 30])
    expect(stage.panels[0]!.accounts.every(({ enabled }) => !enabled)).toBe(true)
  })
})

describe('a server that is unreachable', () => {
  /** Starts a run on two panels. The first panel dies after some of its changes have been made. */
  const withDead = async () => {
    const clock = createQuickClock(5)
    const stage = await openStage({ panelCount: 2, accounts: 20, clock, answerTimeoutSec: 40 })
    await stage.panels[0]!.setFault('latency', 30)
    const { id } = await stage.start(planOf([...toggleChanges(stage), ...quotaChanges(stage, 99, 1)]))
    await untilWrites(stage, 6)
    await stage.panels[0]!.setFault('latency', null)
    await stage.panels[0]!.setFault('dead', true)
    /** Moves the clock on by `ms` in small steps, so that the run can make its attempts in between. */
    const passTime = async (ms: number, stepMs = 2_000) => {
      for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
        clock.skip(stepMs)
        await pause(20)
      }
    }
    return { stage, id, passTime }
  }
  const carriedOut = (requests: readonly { readonly method: string; readonly carriedOut: boolean }[]) =>
    requests.filter((one) => one.carriedOut && one.method === 'POST').length

  test('for a while is waited for: the run continues by itself, and no switch is flipped twice', async () => {
    const { stage, id, passTime } = await withDead()
    while (countChanged(stage, 1) < 20) await pause(5)
    await passTime(20_000)
    expect(stage.rig.running.runs.run(id)).toMatchObject({ state: 'running', counts: { failed: 0 } })
    await stage.panels[0]!.setFault('dead', false)
    const { counts } = await stage.until(id, 'done')
    // What was on its way when the panel died was not carried out. It is not sent again by itself.
    expect(counts).toMatchObject({ confirmed: 20 + carriedOut(stage.panels[0]!.requests), failed: 0, skipped: 0 })
    expect(counts.confirmed + counts.unknown).toBe(40)
    const flipped = stage.panels[0]!.accounts.filter(({ enabled }) => !enabled)
    expect(flipped).toHaveLength(carriedOut(stage.panels[0]!.requests))
  })

  test('for two minutes is stopped, and its sent items are reconciled once it is back', async () => {
    const { stage, id, passTime } = await withDead()
    while (countChanged(stage, 1) < 20) await pause(5)
    await passTime(160_000)
    const finished = await stage.until(id, 'done')
    const tookMs = (finished.endedAtMs ?? 0) - finished.startedAtMs
    expect(tookMs).toBeGreaterThan(110_000)
    expect(tookMs).toBeLessThan(400_000)
    const { serverRuns } = await stage.call('bulk.run', { runId: id })
    expect(serverRuns.map(({ state, error }) => [state, error?.code])).toEqual([
      ['stopped', 'net.refused'],
      ['done', undefined],
    ])
    const unconfirmed = serverRuns[0]!.counts.unknown
    expect(serverRuns[0]!.counts).toMatchObject({
      failed: 0,
      planned: 0,
      skipped: 20 - unconfirmed - serverRuns[0]!.counts.confirmed,
    })
    expect(
      stage
        .items(id)
        .filter(({ skipped }) => skipped !== null)
        .every(({ skipped }) => skipped === 'lane-stopped'),
    ).toBe(true)

    await stage.panels[0]!.setFault('dead', false)
    while (stage.items(id).some(({ open, notDoneAtMs }) => open && notDoneAtMs === null)) await passTime(500, 500)
    // The panel's switches decide: an item is confirmed if its switch was flipped, and no write was sent to find that
    // out.
    const flipped = new Set(stage.panels[0]!.accounts.filter(({ enabled }) => !enabled).map(({ username }) => username))
    const items = stage.items(id).filter(({ serverId }) => serverId === 's0')
    expect(new Set(items.filter(({ state }) => state === 'confirmed').map(({ subject }) => subject))).toEqual(flipped)
    expect(carriedOut(stage.panels[0]!.requests)).toBe(flipped.size)
  })

  test('is read before the run is undone', async () => {
    const { stage, id, passTime } = await withDead()
    while (countChanged(stage, 1) < 20) await pause(5)
    await passTime(160_000)
    const { counts } = await stage.until(id, 'done')
    expect(counts.unknown).toBeGreaterThan(0)
    await stage.panels[0]!.setFault('dead', false)
    const plan = await planFor(stage, { type: 'undo', runId: id })
    const flipped = stage.panels[0]!.accounts.filter(({ enabled }) => !enabled).length
    expect(plan.items.filter(({ serverId }) => serverId === 's0')).toHaveLength(flipped)
    // What is not done may still be carried out, so there is nothing to undo yet.
    const open = stage.items(id).filter((item) => item.open)
    expect(open.every(({ notDoneAtMs }) => notDoneAtMs !== null)).toBe(true)
    expect(plan.impossible.map(({ reason }) => reason)).toEqual(open.map(() => 'unconfirmed'))
  })
})
