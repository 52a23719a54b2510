import type { Storage } from '../../src/core/storage/types.ts'
import { openRig, type Rig } from '../bulk/rig.ts'
import type { Ended, Order, Sabotage } from './messages.ts'

/**
 * Core in a process of its own, which the parent kills. It runs the plan that it is given, or resumes the run that it
 * finds in the folder.
 */

const passphrase = 'crash horse battery'

const sabotages: Readonly<Record<Sabotage, (storage: Storage) => void>> = {
  boast: ({ runs }) =>
    runs.live().forEach(({ id }) => runs.moveAll({ runId: id, states: ['planned'] }, 'confirmed', {})),
}

function sabotaged(storage: Storage, how: Sabotage): Storage {
  sabotages[how](storage)
  return storage
}

async function runOn(rig: Rig, order: Order): Promise<string> {
  const { handlers, runs } = rig.running
  const { id: planId } = order.plan.head
  const found = rig.storage.runs.ofPlan(planId)
  if (found === null) {
    rig.cachePlan({ ...order.plan, secrets: new Map(order.plan.secrets) })
    const run = await handlers['bulk.start']({ planId, confirm: { include: [] }, passphrase })
    if (!('id' in run)) throw new Error('not a run')
    return run.id
  }
  const { state } = runs.run(found)
  if (state === 'interrupted' || state === 'paused') await handlers['bulk.resume']({ runId: found, passphrase })
  return found
}

async function serve(order: Order): Promise<Ended> {
  const startedMs = performance.now()
  const { dataDir, panels, sabotage } = order
  const rig = await openRig({
    dataDir,
    panels,
    answerTimeoutSec: 3,
    ...(sabotage ? { wrapStorage: (storage: Storage) => sabotaged(storage, sabotage) } : {}),
  })
  const runId = await runOn(rig, order)
  for (;;) {
    const run = rig.running.runs.run(runId)
    if ((run.state === 'done' && !run.reconciling) || run.state === 'paused') break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { counts } = rig.running.runs.run(runId)
  await rig.close()
  return {
    states: counts,
    unknown: counts.unknown + counts.sent + counts.accepted,
    tookMs: performance.now() - startedMs,
  }
}

process.once('message', (order: Order) => {
  serve(order).then(
    (ended) => process.send?.(ended, () => process.exit(0)),
    (thrown: unknown) => {
      console.error(thrown)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(2))
