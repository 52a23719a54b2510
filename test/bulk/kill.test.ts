import { describe, expect, test } from 'vitest'
import type { Storage } from '../../src/core/storage/types.ts'
import { AppError } from '../../src/shared/errors.ts'
import { createAccount, createJob, planOf, removeAccount, removeJob, updateAccount, updateJob } from './plans.ts'
import { openStage, type Stage } from './stage.ts'

function ignoreFailure(write: () => void): void {
  try {
    write()
  } catch {
    // The process that would try again is gone.
  }
}

/** A disk that accepts `writes` writes of runs and then refuses all others, as for a process killed then. */
function createFailingDisk(writes: number, when: 'before' | 'after') {
  let left = writes
  let hasFailed = false
  const failAfterLimit =
    <A extends unknown[], R>(write: (...args: A) => R) =>
    (...args: A): R => {
      if (hasFailed) throw new AppError('storage.full', 'killed')
      left -= 1
      if (left >= 0) return write(...args)
      hasFailed = true
      if (when === 'after') write(...args)
      throw new AppError('storage.full', 'killed')
    }
  return {
    hasFailed: () => hasFailed,
    wrap: (storage: Storage): Storage => {
      const { runs } = storage
      return {
        ...storage,
        runs: {
          ...runs,
          put: failAfterLimit(runs.put),
          putEventually: (run) => ignoreFailure(() => failAfterLimit(runs.put)(run)),
          change: failAfterLimit(runs.change),
          changeEventually: (runId, changes) => ignoreFailure(() => failAfterLimit(runs.change)(runId, changes)),
          moveAll: failAfterLimit(runs.moveAll),
        },
      }
    },
  }
}

function planEveryOp({ panels }: Stage) {
  const { accounts, jobs } = panels[0]!
  return planOf(
    [
      updateAccount('s0', accounts[0]!, { allowedIps: ['203.0.113.0/24'] }),
      updateAccount('s0', accounts[1]!, { enabled: false, quotaMb: 11 }),
      removeAccount('s0', accounts[2]!),
      createAccount('s0', 'fresh', { quotaMb: 5 }),
      updateJob('s0', jobs[0]!, { cronExpr: '1 2 * * *', enabled: false }),
      removeJob('s0', jobs[1]!),
      createJob('s0', 'nightly', { enabled: false }),
    ],
    { secrets: new Map([[3, 'S3cure•one']]), needs: { passphrase: true } },
  )
}

const passphrase = 'correct horse'

/** Expects the panel to be as planned, with nothing done twice. */
function expectDone({ panels, states }: Stage, runId: string) {
  const [panel] = panels
  const accounts = panel!.accounts.map(({ username, enabled, quotaMb, allowedIps }) => [
    username,
    enabled,
    quotaMb,
    allowedIps.join(),
  ])
  expect(accounts).toEqual([
    ['admin_a0', true, 10, '203.0.113.0/24'],
    ['admin_a1', false, 11, '192.0.2.1/32'],
    ['admin_fresh', true, 5, ''],
  ])
  expect(panel!.jobs.map(({ name, enabled, cronExpr }) => [name, enabled, cronExpr])).toEqual([
    ['job0', false, '1 2 * * *'],
    ['nightly', false, '5 4 * * *'],
  ])
  expect(new Set(states(runId))).toEqual(new Set(['confirmed']))
  const postsTo = (path: string) =>
    panel!.requests.filter((request) => request.method === 'POST' && request.path.endsWith(path))
  expect([postsTo('/toggle').length, postsTo('/ftp/').length, postsTo('/cronjobs/').length]).toEqual([1, 1, 1])
}

/** An upper bound for the number of writes that a whole run makes. */
const maxWrites = 60

describe.each(['before', 'after'] as const)('killed %s any write to the ledger', (when) => {
  test('nothing is lost or done twice, and a switch is flipped once', { timeout: 180_000 }, async () => {
    let killed = 0
    for (let writes = 0; writes < maxWrites; writes++) {
      const disk = createFailingDisk(writes, when)
      const stage = await openStage({ accounts: 3, jobs: 2, wrapStorage: disk.wrap })
      const { id } = await stage.start(planEveryOp(stage), { passphrase }).catch(() => ({ id: '' }))
      const runId = id || (stage.rig.storage.runs.list({ limit: 1 })[0]?.id ?? '')
      await stage.until(runId, 'done', 'paused', 'running')
      await stage.until(runId, 'done', 'paused', ...(id ? [] : (['running'] as const)))
      if (!disk.hasFailed()) {
        expectDone(stage, runId)
        break
      }
      killed += 1
      await stage.reopen('kill', { wrapStorage: (storage) => storage })
      const { runs } = stage.rig.running
      expect(['interrupted', 'done']).toContain(runs.run(runId).state)
      if (runs.run(runId).state === 'interrupted')
        await stage.call('bulk.resume', { runId, passphrase, sendAgain: true })
      await stage.until(runId, 'done')
      expectDone(stage, runId)
    }
    expect(killed).toBeGreaterThan(15)
  })
})
