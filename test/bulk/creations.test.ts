import { expect, test } from 'vitest'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { planFor } from './planning.ts'
import { createJob, planOf } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

const jobsNamed = (stage: Stage, wanted: string) => stage.panels[0]!.jobs.filter(({ name }) => name === wanted)
const addJob = (stage: Stage, overrides: Partial<Parameters<typeof jobOf>[0]> = {}) =>
  stage.panels[0]!.edit((state) => ({
    ...state,
    nextJobId: 8,
    jobs: [
      ...state.jobs,
      jobOf(
        { id: 7, name: 'nightly', command: '/usr/bin/run nightly', cronExpr: '5 4 * * *', ...overrides },
        Date.now(),
      ),
    ],
  }))

test(
  'a retry completes a job that was created without its settings, and creates no second one',
  { timeout: 30_000 },
  async () => {
    const stage = await openStage({ accounts: 1, jobs: 1 })
    // The list was read a moment ago: it counts as fresh and does not contain the new job.
    await stage.rig.deps.inventory.refresh({ serverIds: ['s0'], kinds: ['cron'], priority: 'interactive' })
    await stage.panels[0]!.setFault('dropBefore', { method: 'PUT', path: '/cronjobs/', count: 100 })
    const { id } = await stage.start(planOf([createJob('s0', 'nightly', { enabled: false })]))
    await stage.until(id, 'done')
    expect(stage.items(id)).toMatchObject([{ state: 'unknown', open: true, madeId: '2' }])
    await stage.panels[0]!.setFault('dropBefore', null)
    const plan = await planFor(stage, { type: 'retry', runId: id })
    expect(plan.items).toMatchObject([{ key: 's0/cron/2', op: 'update', after: { enabled: false } }])
    const again = await stage.start(plan)
    expect(await stage.until(again.id, 'done')).toMatchObject({ counts: { confirmed: 1 } })
    expect(jobsNamed(stage, 'nightly')).toMatchObject([{ id: 2, enabled: false }])
  },
)

test('an equal job that someone has added since the plan is not created again', async () => {
  const stage = await openStage({ accounts: 1, jobs: 1 })
  const plan = planOf([createJob('s0', 'nightly'), createJob('s0', 'weekly')])
  addJob(stage)
  const { id } = await stage.start(plan)
  await stage.until(id, 'done')
  expect(stage.items(id)).toMatchObject([
    { state: 'skipped', skipped: 'already-so', madeId: null },
    { state: 'confirmed' },
  ])
  expect(jobsNamed(stage, 'nightly')).toHaveLength(1)
})

test('another job with the same name is a conflict for the user to decide', async () => {
  const stage = await openStage({ accounts: 1, jobs: 1 })
  const plan = planOf([createJob('s0', 'nightly')])
  addJob(stage, { command: '/bin/other' })
  const { id } = await stage.start(plan)
  await stage.until(id, 'done')
  expect(stage.items(id)).toMatchObject([
    { state: 'held', found: { name: 'nightly', command: '/bin/other', cronExpr: '5 4 * * *' } },
  ])
  await stage.call('bulk.decide', { runId: id, indexes: [0], decision: 'apply' })
  while (stage.states(id)[0] !== 'confirmed') await new Promise((resolve) => setTimeout(resolve, 5))
  expect(jobsNamed(stage, 'nightly').map(({ command }) => command)).toEqual(['/bin/other', '/usr/bin/run nightly'])
})

test('of two equal jobs in one run, the ledger of the second names the first before the second is sent', async () => {
  const stage = await openStage({ accounts: 1, jobs: 1 })
  const { id } = await stage.start(planOf([createJob('s0', 'nightly'), createJob('s0', 'nightly')]))
  await stage.until(id, 'done')
  expect(stage.items(id)).toMatchObject([{ madeId: '2' }, { madeId: '3' }])
  const stored = stage.rig.storage.runs.items({ runId: id }, { limit: 2 })
  expect(stored.map(({ outcome }) => outcome.baselineIds)).toEqual([[], ['2']])
})

test('a resumed run checks whether a row exists before it creates the row', async () => {
  const stage = await openStage({ accounts: 1, jobs: 1 })
  await stage.panels[0]!.setFault('latency', 40)
  const { id } = await stage.start(
    planOf([...Array.from({ length: 20 }, (_, at) => createJob('s0', `job-${at}`)), createJob('s0', 'nightly')]),
  )
  while (stage.panels[0]!.requests.every(({ method }) => method !== 'POST'))
    await new Promise((resolve) => setTimeout(resolve, 2))
  await stage.reopen('close')
  expect(stage.states(id).at(-1)).toBe('planned')
  addJob(stage, { id: 700 })
  await stage.panels[0]!.setFault('latency', null)
  await stage.call('bulk.resume', { runId: id })
  await stage.until(id, 'done')
  expect(stage.items(id).at(-1)).toMatchObject({ state: 'skipped', skipped: 'already-so' })
  expect(jobsNamed(stage, 'nightly')).toHaveLength(1)
})
