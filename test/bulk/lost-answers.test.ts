import { expect, test } from 'vitest'
import type { FaultName } from '../../src/demo/faults.ts'
import { passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import {
  changePassword,
  createAccount,
  createJob,
  planOf,
  removeAccount,
  removeJob,
  updateAccount,
  updateJob,
} from './plans.ts'
import { planFor } from './planning.ts'
import { openStage, type Stage } from './stage.ts'

type Draft = ReturnType<typeof updateAccount>

interface Op {
  readonly draft: (stage: Stage) => Draft
  readonly method: 'PUT' | 'POST' | 'DELETE'
  /** The start of the path after `/api/v1`. */
  readonly path: string
  readonly isDone: (panel: Stage['panels'][number]) => boolean
}

const firstAccount = ({ panels }: Stage) => panels[0]!.accounts[0]!
const firstJob = ({ panels }: Stage) => panels[0]!.jobs[0]!

const ops: Readonly<Record<string, Op>> = {
  'a list of addresses': {
    draft: (stage) => updateAccount('s0', firstAccount(stage), { allowedIps: ['203.0.113.0/24'] }),
    method: 'PUT',
    path: '/ftp/admin_a0/ip-restrictions',
    isDone: ({ accounts }) => accounts[0]?.allowedIps.join() === '203.0.113.0/24',
  },
  'a quota': {
    draft: (stage) => updateAccount('s0', firstAccount(stage), { quotaMb: 99 }),
    method: 'PUT',
    path: '/ftp/admin_a0',
    isDone: ({ accounts }) => accounts[0]?.quotaMb === 99,
  },
  'a switch': {
    draft: (stage) => updateAccount('s0', firstAccount(stage), { enabled: false }),
    method: 'POST',
    path: '/ftp/admin_a0/toggle',
    isDone: ({ accounts }) => accounts[0]?.enabled === false,
  },
  'a password': {
    draft: (stage) => changePassword('s0', firstAccount(stage)),
    method: 'PUT',
    path: '/ftp/admin_a0',
    isDone: ({ accounts }) => accounts[0]?.passwordSha256 === passwordDigest('S3cure•one'),
  },
  'a new account': {
    draft: () => createAccount('s0', 'fresh', { quotaMb: 5 }),
    method: 'POST',
    path: '/ftp/',
    isDone: ({ accounts }) =>
      accounts.filter(({ username, quotaMb }) => username === 'admin_fresh' && quotaMb === 5).length === 1,
  },
  'an account to be deleted': {
    draft: (stage) => removeAccount('s0', firstAccount(stage)),
    method: 'DELETE',
    path: '/ftp/admin_a0',
    isDone: ({ accounts }) => !accounts.some(({ username }) => username === 'admin_a0'),
  },
  'a job': {
    draft: (stage) => updateJob('s0', firstJob(stage), { command: '/bin/other' }),
    method: 'PUT',
    path: '/cronjobs/1',
    isDone: ({ jobs }) => jobs[0]?.command === '/bin/other',
  },
  'a new job': {
    draft: () => createJob('s0', 'nightly', { emailOnError: true }),
    method: 'POST',
    path: '/cronjobs/',
    isDone: ({ jobs }) => jobs.filter(({ name, emailOnError }) => name === 'nightly' && emailOnError).length === 1,
  },
  'a job to be deleted': {
    draft: (stage) => removeJob('s0', firstJob(stage)),
    method: 'DELETE',
    path: '/cronjobs/1',
    isDone: ({ jobs }) => !jobs.some(({ id }) => id === 1),
  },
}

const faults: readonly FaultName[] = ['dropBefore', 'dropAfter', 'hang', 'html502', 'truncatedJson']
/**
 * Runs one change on a panel that fails each attempt. A request that may be repeated is sent three times, or twice if
 * the panel does not answer.
 */
async function runWith(name: string, op: Op, fault: FaultName): Promise<void> {
  const stage = await openStage({ accounts: 3, jobs: 2, answerTimeoutSec: 2 })
  const [panel] = stage.panels
  const draft = op.draft(stage)
  const count = op.method === 'POST' ? 1 : fault === 'hang' ? 2 : 3
  await panel!.setFault(fault as 'hang', { count, method: op.method, path: op.path })
  const secret = draft.op === 'password' || (draft.op === 'create' && draft.kind === 'ftp')
  const plan = planOf([draft], secret ? { secrets: new Map([[0, 'S3cure•one']]), needs: { passphrase: true } } : {})
  const { id } = await stage.start(plan, { passphrase: 'correct horse' })
  await stage.until(id, 'done')
  const sent = () => panel!.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(op.path)).length
  const isCarriedOut = op.method !== 'POST' || ['dropAfter', 'truncatedJson'].includes(fault)
  expect(op.isDone(panel!), name).toBe(isCarriedOut)
  if (isCarriedOut) {
    expect(stage.items(id), name).toMatchObject([{ state: 'confirmed', error: null }])
    if (op.method === 'POST') expect(sent(), name).toBe(1)
    return
  }
  // A POST that was not answered may be carried out at any later time, so it is sent again only if the user says so.
  expect(stage.items(id), name).toMatchObject([{ state: 'unknown', open: true, error: { code: 'write.unknown' } }])
  expect(stage.items(id)[0]?.notDoneAtMs, name).toBeGreaterThan(0)
  expect(sent(), name).toBe(1)
  const retry = await stage.start(await planFor(stage, { type: 'retry', runId: id }), { passphrase: 'correct horse' })
  await stage.until(retry.id, 'done')
  expect(stage.items(retry.id), name).toMatchObject([{ state: 'confirmed' }])
  expect(sent(), name).toBe(2)
}

test.each(faults)(
  'every change whose answer is lost by %s is reconciled by reading',
  { timeout: 60_000 },
  async (fault) => {
    await Promise.all(Object.entries(ops).map(([name, op]) => runWith(name, op, fault)))
  },
)
