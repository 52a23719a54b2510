import { describe, expect, test } from 'vitest'
import { createQuickClock } from '../kit/clock.ts'
import { edit, toggles, untilWrites, writes } from './changes.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * A machine that falls asleep while a run works: its clock goes twenty times as fast, and the panel is out of reach
 * while it sleeps.
 */
async function fallAsleep() {
  const stage = await openStage({ accounts: 30, clock: createQuickClock(20), answerTimeoutSec: 40 })
  const [panel] = stage.panels
  await panel!.setFault('latency', 20)
  const { id } = await stage.start(planOf(toggles(stage)))
  await untilWrites(stage, 8)
  stage.rig.running.setAwake(false)
  // What has left is still answered.
  await pause(100)
  await panel!.setFault('dead', true)
  const run = () => stage.rig.running.runs.run(id)
  return { stage, panel: panel!, id, run, asked: panel!.requests.length }
}

describe('a run at work when the machine goes to sleep', () => {
  test(
    'sends nothing while it lasts, loses no patience with it, and goes on by a new reading after it',
    { timeout: 30_000 },
    async () => {
      const { stage, panel, id, run, asked } = await fallAsleep()
      const last = 'admin_a29'
      // Three minutes, beyond the patience with a server that is dead.
      await pause(9_000)
      expect(run()).toMatchObject({ state: 'running', counts: { failed: 0, skipped: 0 } })
      expect(panel.requests).toHaveLength(asked)
      // Meanwhile someone else has done one of the changes.
      edit(stage, last, { enabled: false })
      stage.rig.running.setAwake(true)
      // Eight seconds without a network yet.
      await pause(400)
      expect(panel.requests).toHaveLength(asked)
      await panel.setFault('dead', false)
      expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 29, skipped: 1 } })
      expect(stage.items(id).at(-1)).toMatchObject({ subject: last, skipped: 'already-so' })
      expect(writes(stage).filter(({ carriedOut }) => carriedOut)).toHaveLength(29)
    },
  )

  test('can be paused and cancelled before it goes on', async () => {
    const { stage, panel, id, asked } = await fallAsleep()
    stage.rig.running.setAwake(true)
    expect(await stage.call('bulk.pause', { runId: id })).toMatchObject({ state: 'paused', pausedBy: 'user' })
    await pause(700)
    expect(panel.requests).toHaveLength(asked)
    await panel.setFault('dead', false)
    await stage.call('bulk.resume', { runId: id })
    await untilWrites(stage, asked)
    stage.rig.running.setAwake(false)
    await stage.call('bulk.cancel', { runId: id })
    expect(stage.rig.running.runs.run(id).counts).toMatchObject({ planned: 0, failed: 0 })
  })

  test('goes to sleep again before it was quite awake', { timeout: 30_000 }, async () => {
    const { stage, panel, id, asked } = await fallAsleep()
    stage.rig.running.setAwake(true)
    await pause(200)
    stage.rig.running.setAwake(false)
    await pause(700)
    expect(panel.requests).toHaveLength(asked)
    await panel.setFault('dead', false)
    stage.rig.running.setAwake(true)
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 30 } })
  })
})
