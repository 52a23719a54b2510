import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import type { Storage } from '../../src/core/storage/types.ts'
import type { Input } from '../../src/shared/contract.ts'
import { AppError } from '../../src/shared/errors.ts'
import type { Plan } from '../../src/shared/model/plan.ts'
import { countChanged, editAccount, quotaChanges, toggleChanges, untilWrites, writes } from './changes.ts'
import { planOf, removeAccount, updateAccount } from './plans.ts'
import { openStage } from './stage.ts'

describe('pausing', () => {
  test('removes waiting requests, lets requests in flight be answered, and continues later without doing anything twice', async () => {
    const stage = await openStage({ accounts: 40 })
    await stage.panels[0]!.setFault('latency', 20)
    const { id } = await stage.start(planOf(toggleChanges(stage)))
    await untilWrites(stage, 8)
    const paused = await stage.call('bulk.pause', { runId: id })
    expect(paused).toMatchObject({ state: 'paused', pausedBy: 'user', etaMs: null })
    expect(paused.counts.sent).toBe(0)
    const sent = writes(stage).length
    expect(paused.counts.accepted).toBe(sent)
    expect(paused.counts.planned).toBe(40 - sent)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(writes(stage)).toHaveLength(sent)
    await stage.call('bulk.resume', { runId: id })
    expect(await stage.until(id, 'done')).toMatchObject({ pausedBy: null, counts: { confirmed: 40 } })
    expect(writes(stage)).toHaveLength(40)
  })

  test('is refused if there is nothing to pause, and so is resuming', async () => {
    const stage = await openStage()
    const { id } = await stage.start(planOf(quotaChanges(stage)))
    await stage.until(id, 'done')
    await expect(stage.call('bulk.pause', { runId: id })).rejects.toMatchObject({
      code: 'run.wrong-state',
      details: { state: 'done' },
    })
    await expect(stage.call('bulk.resume', { runId: id })).rejects.toMatchObject({ code: 'run.wrong-state' })
    await expect(stage.call('bulk.cancel', { runId: id })).rejects.toMatchObject({ code: 'run.wrong-state' })
    await expect(stage.call('bulk.pause', { runId: 'none' })).rejects.toMatchObject({ code: 'run.unknown' })
  })
})

test('cancelling skips the unsent items for good and reconciles the sent ones', async () => {
  const stage = await openStage({ accounts: 40 })
  await stage.panels[0]!.setFault('latency', 20)
  const { id } = await stage.start(planOf(quotaChanges(stage)))
  await untilWrites(stage, 8)
  await stage.call('bulk.cancel', { runId: id })
  const sent = writes(stage).length
  const run = await stage.until(id, 'cancelled')
  expect(run).toMatchObject({ counts: { confirmed: sent, skipped: 40 - sent } })
  expect(countChanged(stage)).toBe(sent)
  expect(stage.items(id).filter(({ skipped }) => skipped === 'cancelled')).toHaveLength(40 - sent)
  const entries = stage.rig.storage.record.list({ serverIds: ['s0'], limit: 100 })
  expect(entries).toHaveLength(sent)
  for (const entry of entries) expect(entry).toMatchObject({ action: 'ftp.update', runId: id, result: 'done' })
})

describe('rows that changed since the plan', () => {
  test('become conflicts with the values that were found, and the user decides', async () => {
    const stage = await openStage({ accounts: 5 })
    const drafts = stage.panels[0]!.accounts.map((account) =>
      updateAccount('s0', account, { allowedIps: [...account.allowedIps, '203.0.113.0/24'] }),
    )
    editAccount(stage, 'admin_a1', { allowedIps: ['198.51.100.7/32'] })
    editAccount(stage, 'admin_a2', { allowedIps: ['198.51.100.7/32'] })
    editAccount(stage, 'admin_a3', { allowedIps: ['192.0.2.1', '203.0.113.0/24'] })
    stage.panels[0]!.edit((state) => ({
      ...state,
      accounts: state.accounts.filter(({ username }) => username !== 'admin_a4'),
    }))
    const { id } = await stage.start(
      planOf(drafts, { action: { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['203.0.113.0/24'] } } } }),
    )
    await stage.until(id, 'done')
    expect(stage.items(id).map(({ state, skipped, found }) => [state, skipped, found])).toEqual([
      ['confirmed', null, null],
      ['held', null, { allowedIps: ['198.51.100.7/32'] }],
      ['held', null, { allowedIps: ['198.51.100.7/32'] }],
      ['skipped', 'already-so', null],
      ['skipped', 'gone', null],
    ])
    await stage.call('bulk.decide', { runId: id, indexes: [1], decision: 'keep' })
    await stage.call('bulk.decide', { runId: id, indexes: [2], decision: 'apply' })
    await stage.until(id, 'done')
    expect(stage.states(id)).toEqual(['confirmed', 'skipped', 'confirmed', 'skipped', 'skipped'])
    const lists = new Map(stage.panels[0]!.accounts.map((account) => [account.username, account.allowedIps]))
    expect(lists.get('admin_a1')).toEqual(['198.51.100.7/32'])
    expect(lists.get('admin_a2')).toEqual(['198.51.100.7/32', '203.0.113.0/24'])
    expect(stage.items(id)[2]?.before).toEqual({ allowedIps: ['198.51.100.7/32'] })
    await expect(stage.call('bulk.decide', { runId: id, indexes: [1], decision: 'apply' })).rejects.toMatchObject({
      code: 'run.wrong-state',
    })
  })

  describe('and whose list the change would now open, restrict or take a protected address from', () => {
    const runIntoConflicts = async (
      after: readonly string[],
      action: Plan['action'],
      found: readonly string[],
      before: readonly string[],
    ) => {
      const stage = await openStage({ accounts: 2, account: () => ({ allowedIps: [...before] }) })
      stage.rig.storage.settings.put({ ...stage.rig.storage.settings.get(), ourAddresses: ['203.0.113.9'] })
      const drafts = stage.panels[0]!.accounts.map((account) =>
        updateAccount('s0', account, { allowedIps: [...after] }),
      )
      for (const { username } of stage.panels[0]!.accounts) editAccount(stage, username, { allowedIps: [...found] })
      const { id: runId } = await stage.start(planOf(drafts, { action }))
      await stage.until(runId, 'done')
      expect(stage.states(runId)).toEqual(['held', 'held'])
      const decide = (confirm?: Input<'bulk.decide'>['confirm']) =>
        stage.call('bulk.decide', { runId, indexes: [0, 1], decision: 'apply', ...(confirm ? { confirm } : {}) })
      const expectRefused = async (code: string, confirm?: Input<'bulk.decide'>['confirm']) => {
        await expect(decide(confirm)).rejects.toMatchObject({ code })
        expect(stage.states(runId)).toEqual(['held', 'held'])
        expect(stage.panels[0]!.accounts.map(({ allowedIps }) => allowedIps)).toEqual([found, found])
      }
      const lists = async () => {
        await stage.until(runId, 'done')
        return stage.panels[0]!.accounts.map(({ allowedIps }) => allowedIps)
      }
      return { decide, expectRefused, lists, flags: () => stage.items(runId).map(({ flags }) => flags) }
    }

    test('by emptying the list: only if that is confirmed, and all of them or none', async () => {
      const remove = { type: 'ftp.edit', patch: { ips: { mode: 'remove', entries: ['198.51.100.9'] } } } as const
      const conflicts = await runIntoConflicts(
        ['198.51.100.7/32'],
        remove,
        ['198.51.100.9/32'],
        ['198.51.100.9/32', '198.51.100.7/32'],
      )
      await conflicts.expectRefused('confirm.last-restriction')
      await conflicts.expectRefused('confirm.last-restriction', {
        include: ['ours-dropped', 'first-restriction'],
        protectedIp: '203.0.113.9',
      })
      await conflicts.decide({ include: ['last-restriction'] })
      expect(await conflicts.lists()).toEqual([[], []])
      expect(conflicts.flags()).toEqual([['last-restriction'], ['last-restriction']])
    })

    test('by restricting it for the first time: only if that is confirmed', async () => {
      const add = { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['198.51.100.7'] } } } as const
      const conflicts = await runIntoConflicts(['192.0.2.1/32', '198.51.100.7/32'], add, [], ['192.0.2.1/32'])
      await conflicts.expectRefused('confirm.first-restriction')
      await conflicts.decide({ include: ['first-restriction'] })
      expect(await conflicts.lists()).toEqual([['198.51.100.7/32'], ['198.51.100.7/32']])
    })

    test('by dropping a protected address: only if such an address is typed', async () => {
      const replace = { type: 'ftp.edit', patch: { ips: { mode: 'set', entries: ['198.51.100.7'] } } } as const
      const conflicts = await runIntoConflicts(['198.51.100.7/32'], replace, ['203.0.113.0/24'], ['192.0.2.1/32'])
      await conflicts.expectRefused('confirm.ours')
      await conflicts.expectRefused('confirm.ours', { include: ['ours-dropped'] })
      await conflicts.expectRefused('confirm.ours', { include: ['ours-dropped'], protectedIp: '198.51.100.7' })
      await conflicts.decide({ include: ['ours-dropped'], protectedIp: '203.0.113.9/32' })
      expect(await conflicts.lists()).toEqual([['198.51.100.7/32'], ['198.51.100.7/32']])
    })
  })

  test('that are to be deleted become conflicts too, and a missing row is already as wanted', async () => {
    const stage = await openStage({ accounts: 2 })
    const drafts = stage.panels[0]!.accounts.map((account) => removeAccount('s0', account))
    editAccount(stage, 'admin_a0', { quotaMb: 4242 })
    stage.panels[0]!.edit((state) => ({
      ...state,
      accounts: state.accounts.filter(({ username }) => username !== 'admin_a1'),
    }))
    const { id } = await stage.start(planOf(drafts))
    await stage.until(id, 'done')
    expect(stage.items(id).map(({ state, skipped, found }) => [state, skipped, found])).toEqual([
      ['held', null, { quotaMb: 4242 }],
      ['skipped', 'already-so', null],
    ])
  })
})

test('if a panel’s list leaves allow lists out, each account is read before and after its change', async () => {
  const stage = await openStage({ accounts: 3, traits: { listCarriesAllowedIps: false } })
  const drafts = stage.panels[0]!.accounts.map((account) =>
    updateAccount('s0', account, { allowedIps: ['203.0.113.0/24'] }),
  )
  editAccount(stage, 'admin_a1', { allowedIps: ['198.51.100.7/32'] })
  const { id } = await stage.start(planOf(drafts))
  await stage.until(id, 'done')
  expect(stage.items(id).map(({ state, found }) => [state, found])).toEqual([
    ['confirmed', null],
    ['held', { allowedIps: ['198.51.100.7/32'] }],
    ['confirmed', null],
  ])
})

describe('the canary', () => {
  const environment = (index: number) => (index === 0 ? 'production' : 'staging')
  test('goes first on a server that is not production, and the others follow', async () => {
    const stage = await openStage({ panelCount: 2, accounts: 3, environment })
    await stage.panels[1]!.setFault('latency', 30)
    const { id } = await stage.start(planOf([...quotaChanges(stage), ...quotaChanges(stage, 99, 1)]), {
      options: { canary: true, stopAtFailedPercent: null },
    })
    await stage.until(id, 'done')
    const lastOfCanary = Math.max(...stage.panels[1]!.requests.map(({ atMs }) => atMs))
    expect(Math.min(...stage.panels[0]!.requests.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(lastOfCanary)
    expect([countChanged(stage), countChanged(stage, 1)]).toEqual([3, 3])
  })

  test('that fails stops the run before the other servers, until the user resumes it', async () => {
    const stage = await openStage({ panelCount: 2, accounts: 3, environment })
    const plan = planOf([...quotaChanges(stage), ...quotaChanges(stage, 99, 1)])
    editAccount(stage, 'admin_a0', { quotaMb: 50 }, 1)
    const { id } = await stage.start(plan, { options: { canary: true, stopAtFailedPercent: null } })
    expect(await stage.until(id, 'paused')).toMatchObject({
      pausedBy: 'canary-failed',
      counts: { planned: 3, held: 1, confirmed: 2 },
    })
    expect(stage.panels[0]!.requests).toHaveLength(0)
    await stage.call('bulk.resume', { runId: id })
    await stage.until(id, 'done')
    expect(countChanged(stage)).toBe(3)
  })
})

test('a server with too many failed items is stopped, and the others are not', async () => {
  const stage = await openStage({ panelCount: 2, accounts: 30 })
  const invalidChanges = stage.panels[0]!.accounts.map((account) =>
    updateAccount('s0', account, { allowedIps: ['not an address'] }),
  )
  const { id } = await stage.start(planOf([...invalidChanges, ...quotaChanges(stage, 99, 1)]), {
    options: { canary: false, stopAtFailedPercent: 20 },
  })
  await stage.until(id, 'done')
  const { serverRuns } = await stage.call('bulk.run', { runId: id })
  expect(serverRuns.map(({ state }) => state)).toEqual(['stopped', 'done'])
  expect(serverRuns[0]!.counts.failed).toBeLessThanOrEqual(11)
  expect(serverRuns[0]!.counts.skipped).toBe(30 - serverRuns[0]!.counts.failed)
  expect(countChanged(stage, 1)).toBe(30)
  const [group] = await stage.call('bulk.failures', { runId: id })
  expect(group).toMatchObject({ error: { code: 'panel.invalid' }, servers: 1, count: serverRuns[0]!.counts.failed })
})

test('a rejected token stops its server at once with the reason', async () => {
  const stage = await openStage({ panelCount: 2, accounts: 10 })
  await stage.panels[0]!.setFault('tokenRevoked', true)
  const { id } = await stage.start(planOf([...quotaChanges(stage), ...quotaChanges(stage, 99, 1)]))
  await stage.until(id, 'done')
  const { serverRuns } = await stage.call('bulk.run', { runId: id })
  expect(serverRuns.map(({ state, error }) => [state, error?.code])).toEqual([
    ['stopped', 'panel.token-rejected'],
    ['done', undefined],
  ])
  expect(serverRuns[0]!.counts.skipped).toBe(10)
})

test('a full disk pauses the run so that nothing is sent; with free space the run can be resumed', async () => {
  let full = false
  const refuse =
    <A extends unknown[], R>(write: (...args: A) => R) =>
    (...args: A): R => {
      if (full) throw new AppError('storage.full', 'full')
      return write(...args)
    }
  const wrapStorage = (storage: Storage): Storage => ({
    ...storage,
    runs: { ...storage.runs, put: refuse(storage.runs.put), change: refuse(storage.runs.change) },
  })
  const stage = await openStage({ accounts: 30, wrapStorage })
  await stage.panels[0]!.setFault('latency', 10)
  const { id } = await stage.start(planOf(toggleChanges(stage)))
  await untilWrites(stage, 6)
  full = true
  expect(await stage.until(id, 'paused')).toMatchObject({ pausedBy: 'storage' })
  const sent = writes(stage).length
  await expect(stage.call('bulk.resume', { runId: id })).rejects.toMatchObject({ code: 'storage.full' })
  expect(writes(stage)).toHaveLength(sent)
  full = false
  await stage.call('bulk.resume', { runId: id })
  expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 30 } })
  expect(writes(stage)).toHaveLength(30)
  expect(stage.panels[0]!.accounts.every(({ enabled }) => !enabled)).toBe(true)
})

test('progress is reported at most ten times a second, and the last report is the end', async () => {
  const stage = await openStage({ accounts: 60, clock: systemClock() })
  await stage.panels[0]!.setFault('latency', 15)
  const startedMs = performance.now()
  const { id } = await stage.start(planOf(quotaChanges(stage)))
  await stage.until(id, 'done')
  await new Promise((resolve) => setTimeout(resolve, 150))
  const tookMs = performance.now() - startedMs
  const reported = stage.rig.events.filter(({ event }) => event === 'bulk.progress')
  expect(reported.length).toBeGreaterThan(1)
  expect(reported.length).toBeLessThanOrEqual(tookMs / 100 + 2)
  expect(reported.at(-1)?.payload).toMatchObject({ run: { state: 'done', counts: { confirmed: 60 } } })
  expect(stage.rig.events.filter(({ event }) => event === 'inventory.sliceChanged').length).toBeLessThanOrEqual(3)
})

test('a row that a run has yet to change is not changed from its screen meanwhile', async () => {
  const stage = await openStage({ accounts: 12 })
  const [panel] = stage.panels
  await panel!.setFault('latency', 15)
  const changes = toggleChanges(stage)
  const { id } = await stage.start(planOf(changes))
  for (const change of changes.slice(0, 6))
    expect(() => stage.rig.running.startRow(planOf([change]), { include: [] }, Date.now())).toThrow(/Another run/)
  await stage.until(id, 'done')
  expect(panel!.accounts.every(({ enabled }) => !enabled)).toBe(true)
  expect(panel!.requests.filter(({ path }) => path.endsWith('/toggle'))).toHaveLength(12)
  expect(new Set(stage.states(id))).not.toContain('failed')
})
