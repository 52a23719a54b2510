import { describe, expect, test } from 'vitest'
import { planFor } from './planning.ts'
import { createAccount, createJob, planOf } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

const passphrase = 'correct horse'
const accountPlan = () =>
  planOf([createAccount('s0', 'deploy', { quotaMb: 5 })], {
    secrets: new Map([[0, 'S3cure•one']]),
    needs: { passphrase: true },
  })
const usernames = (stage: Stage) => stage.panels[0]!.accounts.map(({ username }) => username)

/** Undoes the run and returns what the undo did. */
async function undoRun(stage: Stage, runId: string) {
  const plan = await planFor(stage, { type: 'undo', runId })
  const { id } = await stage.start(plan, { confirm: { include: [], typed: 'delete' } })
  await stage.until(id, 'done')
  return stage.items(id).map(({ key, op, state }) => [key, op, state])
}

describe('a row that was created without all of its settings', () => {
  test('stays known when its item fails, and can be undone', { timeout: 30_000 }, async () => {
    const stage = await openStage({ accounts: 1 })
    await stage.panels[0]!.setFault('dropBefore', { method: 'PUT', path: '/ftp/admin_deploy', count: 100 })
    const { id } = await stage.start(accountPlan(), { passphrase })
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { unknown: 1 }, undoable: 1 })
    expect(usernames(stage)).toContain('admin_deploy')
    expect(await undoRun(stage, id)).toEqual([['s0/ftp/admin_deploy', 'remove', 'confirmed']])
    expect(usernames(stage)).not.toContain('admin_deploy')
  })

  test('stays known when its run is interrupted and then cancelled', { timeout: 30_000 }, async () => {
    const stage = await openStage({ accounts: 1 })
    await stage.panels[0]!.setFault('hang', { method: 'PUT', path: '/ftp/admin_deploy', count: 100 })
    const { id } = await stage.start(accountPlan(), { passphrase })
    while (!usernames(stage).includes('admin_deploy') || stage.items(id)[0]?.madeId !== 'admin_deploy')
      await new Promise((resolve) => setTimeout(resolve, 5))
    await stage.reopen('kill')
    while (stage.states(id)[0] !== 'planned') await new Promise((resolve) => setTimeout(resolve, 5))
    await stage.call('bulk.cancel', { runId: id })
    expect(stage.items(id)).toMatchObject([{ state: 'unknown', open: true, madeId: 'admin_deploy' }])
    expect(stage.rig.running.runs.run(id).undoable).toBe(1)
    await stage.panels[0]!.setFault('hang', null)
    const { items } = await planFor(stage, { type: 'retry', runId: id })
    expect(items).toMatchObject([{ key: 's0/ftp/admin_deploy', op: 'update', after: { quotaMb: 5 } }])
    expect(await undoRun(stage, id)).toEqual([['s0/ftp/admin_deploy', 'remove', 'confirmed']])
  })

  test('stays known when its server run is stopped', { timeout: 30_000 }, async () => {
    const stage = await openStage({ accounts: 1, jobs: 0 })
    await stage.panels[0]!.setFault('hang', { method: 'PUT', path: '/cronjobs/1', count: 100 })
    const { id } = await stage.start(planOf([createJob('s0', 'nightly', { enabled: false })]))
    while (stage.items(id)[0]?.madeId !== '1') await new Promise((resolve) => setTimeout(resolve, 5))
    await stage.call('bulk.pause', { runId: id })
    await stage.reopen('close')
    while (stage.states(id)[0] !== 'planned') await new Promise((resolve) => setTimeout(resolve, 5))
    await stage.panels[0]!.setFault('hang', null)
    await stage.panels[0]!.setFault('tokenRevoked', true)
    await stage.call('bulk.resume', { runId: id })
    expect(await stage.until(id, 'done')).toMatchObject({ counts: { unknown: 1 }, undoable: 1 })
    expect(stage.items(id)).toMatchObject([{ state: 'unknown', open: true, madeId: '1' }])
  })
})
