import { expect, test } from 'vitest'
import { openLedger } from '../../src/core/bulk/run/ledger.ts'
import type { StoredRun } from '../../src/core/storage/run-columns.ts'
import type { Storage } from '../../src/core/storage/types.ts'
import { AppError } from '../../src/shared/errors.ts'
import { editAccount, quotaChanges } from './changes.ts'
import { planFor } from './planning.ts'
import { planOf } from './plans.ts'
import { openStage } from './stage.ts'

/** A disk that refuses single steps at the end of a run. */

type Runs = Storage['runs']
const refuse = (): never => {
  throw new AppError('storage.damaged', 'The disk cannot be read')
}
const withRuns = (change: (runs: Runs) => Partial<Runs>) => (storage: Storage) => ({
  ...storage,
  runs: { ...storage.runs, ...change(storage.runs) },
})
test('an undo ends once, also if the run that it has undone cannot be read', async () => {
  let broken = false
  const ended: string[] = []
  const noteEnd = (run: StoredRun) => void (run.state === 'done' && run.head.undoOf !== null && ended.push(run.id))
  const wrapStorage = withRuns((runs) => ({
    put: (run) => {
      noteEnd(run)
      runs.put(run)
    },
    putEventually: (run) => {
      noteEnd(run)
      runs.putEventually(run)
    },
    items: (query, page) => (broken && query.states?.join() === 'skipped' ? refuse() : runs.items(query, page)),
  }))
  const stage = await openStage({ accounts: 3, wrapStorage })
  const { id } = await stage.start(planOf(quotaChanges(stage)))
  await stage.until(id, 'done')
  const plan = await planFor(stage, { type: 'undo', runId: id })
  broken = true
  const undo = await stage.start(plan)
  expect(await stage.until(undo.id, 'done', 'paused')).toMatchObject({ state: 'done', counts: { confirmed: 3 } })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(stage.rig.running.runs.run(undo.id).state).toBe('done')
  expect(ended).toEqual([undo.id])
})

test('a decision that the disk refuses changes no item, and the run stays as it was', async () => {
  let full = false
  const refuseIfFull =
    <A extends unknown[]>(write: (...args: A) => void) =>
    (...args: A) =>
      full ? refuse() : write(...args)
  const wrapStorage = withRuns((runs) => ({ put: refuseIfFull(runs.put) }))
  const stage = await openStage({ accounts: 2, wrapStorage })
  const plan = planOf(quotaChanges(stage))
  editAccount(stage, 'admin_a0', { quotaMb: 55 })
  const { id: runId } = await stage.start(plan)
  expect(await stage.until(runId, 'done')).toMatchObject({ counts: { held: 1, confirmed: 1 } })
  const decide = () => stage.call('bulk.decide', { runId, indexes: [0], decision: 'apply' })
  full = true
  await expect(decide()).rejects.toMatchObject({ code: 'storage.damaged' })
  expect([stage.states(runId), stage.rig.running.runs.run(runId).state]).toEqual([['held', 'confirmed'], 'done'])
  full = false
  await decide()
  expect(await stage.until(runId, 'done')).toMatchObject({ counts: { confirmed: 2 } })
})

test('the counts of a run stay as they are if the disk cannot be read', async () => {
  const stage = await openStage({ accounts: 3 })
  const { id } = await stage.start(planOf(quotaChanges(stage)))
  await stage.until(id, 'done')
  const { runs } = stage.rig.storage
  let reads = 0
  const tally: Runs['tally'] = (runId) => (++reads > 1 ? refuse() : runs.tally(runId))
  const ledger = openLedger({ ...runs, tally }, runs.get(id)!, { moved: () => {}, changed: () => {} })
  expect(() => ledger.end({ states: ['confirmed'] }, 'skipped', {})).toThrow('cannot be read')
  expect([ledger.counts().confirmed, ledger.undoable()]).toEqual([3, 3])
})
