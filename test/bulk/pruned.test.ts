import { expect, test } from 'vitest'
import { previewUndo } from '../../src/core/undo/history.ts'
import type { Vault } from '../../src/core/vault/types.ts'
import { countChanged, quotaChanges } from './changes.ts'
import { planFor } from './planning.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

test('a run whose items have been cleared away is shown with what it has changed, and can be undone', async () => {
  const stage = await openStage({ panelCount: 2, accounts: 3 })
  const { id } = await stage.start(planOf([...quotaChanges(stage), ...quotaChanges(stage, 99, 1)]))
  await stage.until(id, 'done')
  const before = stage.items(id)
  stage.rig.storage.runs.prune(id)
  await stage.reopen('kill')
  expect(stage.rig.running.runs.run(id)).toMatchObject({ state: 'done', counts: { confirmed: 6 }, undoable: 6 })
  expect(stage.items(id).map(({ key, before: was, after }) => [key, was, after])).toEqual(
    before.map(({ key, before: was, after }) => [key, was, after]),
  )
  const { running, deps } = stage.rig
  expect(previewUndo({ ...deps, vault: {} as Vault, run: running.runs.run })).toMatchObject({
    next: { how: 'plan', line: { type: 'run', runId: id }, servers: ['panel0.example', 'panel1.example'] },
    skipped: [],
  })
  const undo = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  expect(await stage.until(undo.id, 'done')).toMatchObject({ counts: { confirmed: 6 } })
  expect([countChanged(stage), countChanged(stage, 1)]).toEqual([0, 0])
  expect(stage.rig.running.runs.run(id)).toMatchObject({ undoneAll: true, undoneBy: undo.id })
})

test('what a panel has carried out of a refused change can be undone when its items have been cleared away', async () => {
  const stage = await openStage({ accounts: 2, traits: { allowedIpForms: ['cidr'] } })
  const [change] = quotaChanges(stage)
  const [was, wanted] = [['192.0.2.1/32'], ['192.0.2.1/32', '198.51.100.7']]
  const before = { ...change!.before, allowedIps: was }
  const both = { ...change!, before, after: { ...change!.after, allowedIps: wanted } }
  const { id } = await stage.start(planOf([both]))
  await stage.until(id, 'done')
  expect([stage.states(id), countChanged(stage)]).toEqual([['failed'], 1])
  stage.rig.storage.runs.prune(id)
  await stage.reopen('kill')
  expect(stage.rig.running.runs.run(id)).toMatchObject({ counts: { failed: 1 }, undoable: 1 })
  const undo = await stage.start(await planFor(stage, { type: 'undo', runId: id }))
  expect(await stage.until(undo.id, 'done')).toMatchObject({ counts: { confirmed: 1 } })
  expect(countChanged(stage)).toBe(0)
})

test('the steps of a row are undone at once when their items have been cleared away', async () => {
  const stage = await openStage({ accounts: 2 })
  const steps = quotaChanges(stage).flatMap((first) => [
    { ...first, step: 0 },
    { ...first, step: 1, before: first.after, after: { quotaMb: 7 } },
  ])
  const { id } = await stage.start(planOf(steps.map((one, index) => ({ ...one, index }))))
  await stage.until(id, 'done')
  expect(stage.states(id)).toEqual(Array(4).fill('confirmed'))
  stage.rig.storage.runs.prune(id)
  await stage.reopen('kill')
  const plan = await planFor(stage, { type: 'undo', runId: id })
  expect(plan.items).toMatchObject([
    { before: { quotaMb: 7 }, after: { quotaMb: 10 }, flags: [] },
    { before: { quotaMb: 7 }, after: { quotaMb: 10 }, flags: [] },
  ])
  const undo = await stage.start(plan)
  expect(await stage.until(undo.id, 'done')).toMatchObject({ counts: { confirmed: 2 } })
  expect(stage.rig.running.runs.run(id)).toMatchObject({ undoneAll: true })
})
