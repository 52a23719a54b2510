import { expect, test } from 'vitest'
import { createAccount, createJob, planOf, removeAccount, removeJob, updateAccount, updateJob } from './plans.ts'
import { openStage } from './stage.ts'

test('a run of every kind of change ends with the panel as planned, and each item is confirmed by reading', async () => {
  const stage = await openStage({ accounts: 6, jobs: 3 })
  const [panel] = stage.panels
  const { accounts, jobs } = panel!
  const plan = planOf(
    [
      updateAccount('s0', accounts[0]!, { allowedIps: ['203.0.113.0/24'] }),
      updateAccount('s0', accounts[1]!, { enabled: false }),
      updateAccount('s0', accounts[2]!, { quotaMb: 77, readOnly: true }),
      removeAccount('s0', accounts[3]!),
      createAccount('s0', 'fresh', { quotaMb: 5, allowedIps: ['198.51.100.1/32'] }),
      updateJob('s0', jobs[0]!, { cronExpr: '1 2 * * *', enabled: false }),
      removeJob('s0', jobs[1]!),
      createJob('s0', 'nightly', { enabled: false }),
    ],
    { secrets: new Map([[4, 'S3cure•one']]), needs: { passphrase: true } },
  )
  const { id } = await stage.start(plan, { passphrase: 'correct horse' })
  const run = await stage.until(id, 'done')
  expect(stage.items(id).map((item) => [item.subject, item.state, item.error])).toEqual(
    plan.items.map((item) => [item.subject, 'confirmed', null]),
  )
  expect(run).toMatchObject({ state: 'done', undoable: 7, handout: 'sealed' })
  const after = new Map(panel!.accounts.map((account) => [account.username, account]))
  expect(after.get('admin_a0')?.allowedIps).toEqual(['203.0.113.0/24'])
  expect(after.get('admin_a1')?.enabled).toBe(false)
  expect(after.get('admin_a2')).toMatchObject({ quotaMb: 77, readOnly: true })
  expect(after.has('admin_a3')).toBe(false)
  expect(after.get('admin_fresh')).toMatchObject({ quotaMb: 5, allowedIps: ['198.51.100.1/32'] })
  expect(panel!.jobs.map(({ name, enabled, cronExpr }) => [name, enabled, cronExpr])).toEqual([
    ['job0', false, '1 2 * * *'],
    ['job2', true, '0 3 * * *'],
    ['nightly', false, '5 4 * * *'],
  ])
})

test('n settings cost n + 2 requests', async () => {
  const stage = await openStage({ accounts: 20 })
  const { id } = await stage.start(
    planOf(stage.panels[0]!.accounts.map((account) => updateAccount('s0', account, { quotaMb: 99 }))),
  )
  await stage.until(id, 'done')
  expect(stage.panels[0]!.requests).toHaveLength(22)
})
