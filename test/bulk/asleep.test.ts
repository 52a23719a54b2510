import { describe, expect, test } from 'vitest'
import { createQuickClock } from '../kit/clock.ts'
import { editAccount, toggleChanges, untilWrites, writes } from './changes.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Starts a run and puts the machine to sleep while it works. The panel is unreachable during the sleep. */
async function fallAsleep() {
  const clock = createQuickClock(5)
  const stage = await openStage({ accounts: 30, clock, answerTimeoutSec: 40 })
  const [panel] = stage.panels
  await panel!.setFault('latency', 20)
  const { id } = await stage.start(planOf(toggleChanges(stage)))
  await untilWrites(stage, 8)
  stage.rig.running.setAwake(false)
  // Requests that are in flight are still answered.
  await pause(100)
  await panel!.setFault('dead', true)
  const run = () => stage.rig.running.runs.run(id)
  /** Moves the clock on by `ms` and lets the requests that fall due be sent. */
  const passTime = async (ms: number) => {
    clock.skip(ms)
    await pause(50)
  }
  return { stage, panel: panel!, id, run, sentBefore: panel!.requests.length, passTime }
}

describe('a run at work while the machine sleeps', () => {
  test('sends nothing during the sleep, does not give the server up, and continues with a new read afterwards', async () => {
    const { stage, panel, id, run, sentBefore, passTime } = await fallAsleep()
    const last = 'admin_a29'
    // Three minutes: longer than a run waits for an unreachable server.
    await passTime(180_000)
    expect(run()).toMatchObject({ state: 'running', counts: { failed: 0, skipped: 0 } })
    expect(panel.requests).toHaveLength(sentBefore)
    // Meanwhile someone else makes one of the changes.
    editAccount(stage, last, { enabled: false })
    stage.rig.running.setAwake(true)
    // The machine is awake, but has no network for eight more seconds.
    await passTime(8_000)
    expect(panel.requests).toHaveLength(sentBefore)
    await panel.setFault('dead', false)
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 29, skipped: 1 } })
    expect(stage.items(id).at(-1)).toMatchObject({ subject: last, skipped: 'already-so' })
    expect(writes(stage).filter(({ carriedOut }) => carriedOut)).toHaveLength(29)
  })

  test('can be paused and cancelled before it continues', async () => {
    const { stage, panel, id, sentBefore, passTime } = await fallAsleep()
    stage.rig.running.setAwake(true)
    expect(await stage.call('bulk.pause', { runId: id })).toMatchObject({ state: 'paused', pausedBy: 'user' })
    await passTime(14_000)
    expect(panel.requests).toHaveLength(sentBefore)
    await panel.setFault('dead', false)
    await stage.call('bulk.resume', { runId: id })
    await untilWrites(stage, sentBefore)
    stage.rig.running.setAwake(false)
    await stage.call('bulk.cancel', { runId: id })
    expect(stage.rig.running.runs.run(id).counts).toMatchObject({ planned: 0, failed: 0 })
  })

  test('also sleeps again if the machine does so soon after waking up', async () => {
    const { stage, panel, id, sentBefore, passTime } = await fallAsleep()
    stage.rig.running.setAwake(true)
    await passTime(4_000)
    stage.rig.running.setAwake(false)
    await passTime(14_000)
    expect(panel.requests).toHaveLength(sentBefore)
    await panel.setFault('dead', false)
    stage.rig.running.setAwake(true)
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 30 } })
  })
})
