import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case, takesNothing, wrongServer } from './case.ts'

const goneAccount = 'admin_nobody'
const goneJob = 999_999

const setQuota = (serverId: string, account: string, quotaMb: number) => ({
  intent: {
    action: { type: 'ftp.edit' as const, patch: { quotaMb } },
    keys: [`${serverId}/ftp/${account}`],
  },
})

/** Cases that read, create, change and delete accounts and jobs. */
export const rowCases: {
  readonly [
    M in Extract<MethodName, `rows.${string}` | `ftp.${string}` | `cron.${string}` | `change.${string}`>
  ]: Case<M>
} = {
  'change.apply': {
    good: ({ serverId, account }) => setQuota(serverId, account, 777),
    check: ({ run, item }, { kept }) => {
      kept.set('rowRun', run?.id ?? '')
      return run?.state === 'done' && item?.state === 'confirmed' && item.after?.['quotaMb'] === 777
    },
    bad: ({ serverId, account }) => [
      badInput({}),
      badInput({ ...setQuota(serverId, account, 1), confirmed: true }),
      badInput({ ...setQuota(serverId, account, 1), password: '' }),
      badInput({ intent: { action: { type: 'ftp.password' }, keys: [`${serverId}/ftp/${account}`] } }),
      badInput({ intent: { action: { type: 'ftp.create', serverIds: [serverId], account: { username: 'unknown' } } } }),
      badInput({
        intent: {
          action: { type: 'ftp.edit', patch: { quotaMb: 1 } },
          keys: [`${serverId}/ftp/${account}`, `${serverId}/ftp/${goneAccount}`],
        },
      }),
      { input: setQuota(serverId, goneAccount, 1), code: 'change.impossible' },
      badInput({
        intent: {
          action: { type: 'anonymous.edit', patch: { enabled: true } },
          keys: [`${serverId}/anonymous/example.com`],
        },
      }),
      {
        input: {
          intent: {
            action: { type: 'anonymous.edit', patch: { enabled: true }, was: false },
            keys: [`${serverId}/anonymous/example.com`],
          },
        },
        code: 'confirm.needed',
      },
      {
        input: { intent: { action: { type: 'ftp.remove' }, keys: [`${serverId}/ftp/${account}`] } },
        code: 'confirm.needed',
      },
    ],
  },
  'change.undo': {
    good: ({ kept }) => ({ runId: kept.get('rowRun') ?? '' }),
    check: ({ item }) => item?.state === 'confirmed' && item.before?.['quotaMb'] === 777,
    bad: () => [badInput({}), { input: { runId: 'no-such-run' }, code: 'run.unknown' }],
  },

  'rows.list': {
    good: ({ serverId }) => ({ kind: 'ftp', serverIds: [serverId] }),
    check: (slices, { account }) =>
      slices.length === 1 && slices[0]!.rows.some((row) => 'username' in row && row.username === account),
    bad: () => [badInput({}), badInput({ kind: 'ftp', serverIds: [7] }), badInput({ kind: 'anonymous' })],
  },
  'rows.get': {
    good: ({ serverId, account }) => ({ serverId, kind: 'ftp', id: account }),
    check: (row, { account }) => 'username' in row && row.username === account && row.allowedIps !== null,
    bad: ({ serverId, account, jobId, domain }) => [
      badInput({ serverId, kind: 'ftp' }),
      badInput({ serverId, kind: 'mailboxes', id: account }),
      badInput({ serverId, kind: 'cron', id: account }),
      badInput({ serverId, kind: 'cron', id: jobId }),
      badInput({ serverId, kind: 'anonymous', id: '' }),
      wrongServer({ kind: 'ftp', id: account }),
      wrongServer({ kind: 'anonymous', id: domain }),
      { input: { serverId, kind: 'ftp', id: goneAccount }, code: 'panel.not-found' },
      { input: { serverId, kind: 'cron', id: String(goneJob) }, code: 'panel.not-found' },
    ],
  },
  'ftp.status': {
    good: ({ serverId }) => ({ serverId }),
    check: (status) => status.installed && status.running,
    bad: () => [wrongServer()],
  },

  'cron.logs': {
    good: ({ serverId, jobId }) => ({ serverId, id: jobId }),
    check: ({ entries }) => Array.isArray(entries),
    bad: ({ serverId }) => [badInput({ serverId }), { input: { serverId, id: goneJob }, code: 'panel.not-found' }],
  },
  'cron.setNote': {
    good: ({ serverId, jobId }) => ({ serverId, id: jobId, note: 'ask Kim before touching' }),
    check: () => true,
    bad: ({ serverId, jobId }) => [badInput({ serverId, id: jobId }), wrongServer({ id: jobId, note: '' })],
  },
  'cron.notes': {
    good: () => ({}),
    check: (notes, { serverId, jobId }) => notes[`${serverId}/cron/${jobId}`] === 'ask Kim before touching',
    bad: takesNothing,
  },
}
