import { expect, test } from 'vitest'
import { rowKey } from '../../src/shared/model/inventory.ts'
import { countChanged, editAccount, quotaChanges, untilWrites, writes } from './changes.ts'
import { planFor } from './planning.ts'
import { planOf } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

async function runToEnd(stage: Stage): Promise<string> {
  const { id } = await stage.start(planOf(quotaChanges(stage)))
  expect(await stage.until(id, 'done')).toMatchObject({ undoneBy: null, undoneAll: false })
  return id
}
const viewOf = (stage: Stage, id: string) => stage.rig.running.runs.run(id)

test('items that were left out of an undo can be undone later, and then nothing is left', async () => {
  const stage = await openStage({ accounts: 4 })
  const id = await runToEnd(stage)
  editAccount(stage, 'admin_a1', { quotaMb: 55 })
  await stage.rig.deps.inventory.refresh({ serverIds: ['s0'], kinds: ['ftp'], priority: 'interactive' })
  const first = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  expect(await stage.until(first.id, 'done')).toMatchObject({ counts: { confirmed: 3, skipped: 1 } })
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: first.id, undoneAll: false })

  const secondPlan = await planFor(stage, { type: 'undo', runId: id })
  expect(secondPlan).toMatchObject({ head: { noops: 3 }, items: [{ subject: 'admin_a1', flags: ['changed-since'] }] })
  const second = await stage.start(secondPlan, { confirm: { include: ['changed-since'] } })
  await stage.until(second.id, 'done')
  expect(stage.panels[0]!.accounts.map(({ quotaMb }) => quotaMb)).toEqual([10, 10, 10, 10])
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: second.id, undoneAll: true })
  await stage.reopen()
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: second.id, undoneAll: true })
})

test('a cancelled undo leaves its remaining items to another undo', async () => {
  const stage = await openStage({ accounts: 40 })
  const id = await runToEnd(stage)
  await stage.panels[0]!.setFault('latency', 20)
  const first = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  await untilWrites(stage, 44)
  await stage.call('bulk.cancel', { runId: first.id })
  const { counts } = await stage.until(first.id, 'cancelled')
  expect(counts.skipped).toBeGreaterThan(0)
  expect(viewOf(stage, id).undoneAll).toBe(false)
  await stage.panels[0]!.setFault('latency', null)
  const sent = writes(stage).length
  const second = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  await stage.until(second.id, 'done')
  expect(writes(stage).length - sent).toBe(counts.skipped)
  expect(countChanged(stage)).toBe(0)
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: second.id, undoneAll: true })
})

test('an undo whose last item is reconciled late counts as complete from then on', async () => {
  const stage = await openStage({ accounts: 3 })
  const id = await runToEnd(stage)
  await stage.panels[0]!.setFault('latency', 150)
  const undo = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  await untilWrites(stage, 6)
  await stage.call('bulk.cancel', { runId: undo.id })
  await stage.until(undo.id, 'cancelled')
  while (viewOf(stage, undo.id).counts.confirmed < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: undo.id, undoneAll: true })
})

test('an undo counts as complete if the rows that it leaves out were gone when it was planned', async () => {
  const stage = await openStage({ accounts: 3 })
  const id = await runToEnd(stage)
  stage.panels[0]!.edit((state) => ({ ...state, accounts: state.accounts.slice(1) }))
  await stage.rig.deps.inventory.refresh({ serverIds: ['s0'], kinds: ['ftp'], priority: 'interactive' })
  const plan = await planFor(stage, { type: 'undo', runId: id })
  expect(plan.head).toMatchObject({ changes: 2, impossible: [{ reason: 'gone', count: 1 }] })
  const undo = await stage.start(plan)
  await stage.until(undo.id, 'done')
  expect(viewOf(stage, id)).toMatchObject({ undoneBy: undo.id, undoneAll: true })
})

test('a job that an undo creates again gets its note back', async () => {
  const stage = await openStage({ accounts: 0, jobs: 1 })
  const { storage } = stage.rig.deps
  const [job] = stage.panels[0]!.jobs
  storage.notes.put('s0', job!.id, 'ask Kim first')
  await stage.rig.deps.inventory.refresh({ serverIds: ['s0'], kinds: ['cron'], priority: 'interactive' })
  const removal = await planFor(stage, { type: 'cron.remove' }, [rowKey('s0', 'cron', job!.id)])
  const { id } = await stage.start(removal)
  await stage.until(id, 'done')
  const undo = await stage.start(await planFor(stage, { type: 'undo', runId: id }), {
    confirm: { include: ['domain-unknown'] },
  })
  await stage.until(undo.id, 'done')
  const [again] = stage.panels[0]!.jobs
  expect(again!.id).not.toBe(job!.id)
  expect(storage.notes.all()).toEqual({ [rowKey('s0', 'cron', again!.id)]: 'ask Kim first' })
})
