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
      badInput({
        intent: {
          action: { type: 'ftp.edit', patch: { quotaMb: 1 } },
          keys: [`${serverId}/ftp/${account}`, `${serverId}/ftp/${goneAccount}`],
        },
      }),
      { input: setQuota(serverId, goneAccount, 1), code: 'change.impossible' },
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
      badInput({ serverId, kind: 'databases', id: account }),
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
  'ftp.create': {
    good: ({ serverId }) => ({ serverId, draft: { username: 'contract', password: 'S3cure•pass' } }),
    check: ({ before, after }) => before === null && after.username.endsWith('_contract') && after.enabled,
    bad: ({ serverId }) => [
      badInput({ serverId, draft: { username: 'x', password: 'y' } }),
      badInput({ serverId, draft: { username: 'xx', password: '' } }),
      wrongServer({ draft: { username: 'xx', password: 'y' } }),
    ],
  },
  'ftp.update': {
    good: ({ serverId, account }) => ({ serverId, username: account, patch: { quotaMb: 4321, readOnly: true } }),
    check: ({ after }) => after.quotaMb === 4321 && after.readOnly,
    bad: ({ serverId, account }) => [
      badInput({ serverId, username: account, patch: {} }),
      badInput({ serverId, username: account, patch: { quotaMb: -1 } }),
      { input: { serverId, username: goneAccount, patch: { quotaMb: 1 } }, code: 'panel.not-found' },
    ],
  },
  'ftp.setPassword': {
    good: ({ serverId, account }) => ({ serverId, username: account, password: 'An0ther•pass' }),
    check: ({ after }, { account }) => after.username === account,
    bad: ({ serverId, account }) => [
      badInput({ serverId, username: account, password: '' }),
      wrongServer({ username: account, password: 'x' }),
    ],
  },
  'ftp.setAllowedIps': {
    good: ({ serverId, owner }) => ({
      serverId,
      username: `${owner}_contract`,
      allowedIps: ['203.0.113.7', '2001:DB8::/48'],
      confirm: 'first-restriction',
    }),
    check: ({ after }) => after.allowedIps?.join() === '203.0.113.7/32,2001:db8::/48',
    bad: ({ serverId, owner }) => [
      badInput({ serverId, username: `${owner}_contract`, allowedIps: ['999.1.1.1'], confirm: 'first-restriction' }),
      {
        input: { serverId, username: `${owner}_contract`, allowedIps: ['203.0.113.7'] },
        code: 'confirm.first-restriction',
      },
      { input: { serverId, username: goneAccount, allowedIps: [] }, code: 'panel.not-found' },
    ],
  },
  'ftp.setEnabled': {
    good: ({ serverId, owner }) => ({ serverId, username: `${owner}_contract`, enabled: false }),
    check: ({ after }) => !after.enabled,
    bad: ({ serverId, owner }) => [
      badInput({ serverId, username: `${owner}_contract` }),
      { input: { serverId, username: goneAccount, enabled: true }, code: 'panel.not-found' },
    ],
  },
  'ftp.remove': {
    good: ({ serverId, owner }) => ({ serverId, username: `${owner}_contract` }),
    check: () => true,
    bad: ({ serverId, account }) => [badInput({ serverId }), wrongServer({ username: account })],
  },
  'ftp.setAnonymous': {
    good: ({ serverId, domain }) => ({ serverId, domain, enabled: true }),
    check: (anonymous) => anonymous.enabled === true,
    bad: ({ serverId }) => [
      badInput({ serverId, domain: 'example.com' }),
      wrongServer({ domain: 'example.com', enabled: true }),
    ],
  },

  'cron.create': {
    good: ({ serverId }) => ({
      serverId,
      draft: { name: 'contract', command: '/bin/true', cronExpr: '0 3 * * *', domain: 'example.com' },
    }),
    check: ({ after }) => after.name === 'contract' && after.cronExpr === '0 3 * * *' && after.lastRunAt === null,
    bad: ({ serverId }) => [
      badInput({ serverId, draft: { name: 'x', command: '', cronExpr: '0 3 * * *' } }),
      { input: { serverId, draft: { name: 'x', command: 'x', cronExpr: 'sometimes' } }, code: 'panel.invalid' },
    ],
  },
  'cron.update': {
    good: ({ serverId, jobId }) => ({
      serverId,
      id: jobId,
      patch: { enabled: false, emailOnComplete: 'ops@example.com' },
    }),
    check: ({ after }) => !after.enabled && after.emailOnComplete === 'ops@example.com',
    bad: ({ serverId, jobId }) => [
      badInput({ serverId, id: jobId, patch: {} }),
      { input: { serverId, id: goneJob, patch: { enabled: false } }, code: 'panel.not-found' },
    ],
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
  'cron.remove': {
    good: ({ serverId, jobId }) => ({ serverId, id: jobId }),
    check: () => true,
    bad: ({ serverId, jobId }) => [badInput({ serverId }), wrongServer({ id: jobId })],
  },
}
