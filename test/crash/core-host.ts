import type { Storage } from '../../src/core/storage/types.ts'
import { confirmationOf } from '../bulk/plans.ts'
import { openRig, type Rig } from '../bulk/rig.ts'
import type { Ended, Order, Sabotage } from './messages.ts'

/** Core in its own process, which the parent kills. Runs the given plan, or resumes the run found in the folder. */

const passphrase = 'crash horse battery'

const sabotages: Readonly<Record<Sabotage, (storage: Storage) => void>> = {
  boast: ({ runs }) =>
    runs.live().forEach(({ id }) => runs.moveAll({ runId: id, states: ['planned'] }, 'confirmed', {})),
}

function sabotaged(storage: Storage, how: Sabotage): Storage {
  sabotages[how](storage)
  return storage
}

async function startOrResume(rig: Rig, order: Order): Promise<string> {
  const { handlers, runs } = rig.running
  const { id: planId } = order.plan.head
  const runId = rig.storage.runs.ofPlan(planId)
  if (runId === null) {
    rig.cachePlan({ ...order.plan, secrets: new Map(order.plan.secrets) })
    const run = await handlers['bulk.start']({ planId, confirm: confirmationOf(order.plan), passphrase })
    if (!('id' in run)) throw new Error('not a run')
    return run.id
  }
  const { state } = runs.run(runId)
  if (state === 'interrupted' || state === 'paused')
    await handlers['bulk.resume']({ runId, passphrase, sendAgain: false })
  return runId
}

async function runOrder(order: Order): Promise<Ended> {
  const startedMs = performance.now()
  const { dataDir, panels, sabotage } = order
  const rig = await openRig({
    dataDir,
    panels,
    answerTimeoutSec: 3,
    ...(sabotage ? { wrapStorage: (storage: Storage) => sabotaged(storage, sabotage) } : {}),
  })
  const runId = await startOrResume(rig, order)
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
  runOrder(order).then(
    (ended) => process.send?.(ended, () => process.exit(0)),
    (thrown: unknown) => {
      console.error(thrown)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(2))
