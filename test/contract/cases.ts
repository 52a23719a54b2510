import type { Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'
import { dataCases } from './data-cases.ts'
import { vaultCases } from './vault-cases.ts'
import { viewCases } from './view-cases.ts'
import { planCases } from './plan-cases.ts'
import { runCases } from './run-cases.ts'

/** What a case may refer to: one healthy demo panel on the desk, and what it holds. */
export interface World {
  readonly serverId: string
  readonly otherServerId: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  /** Panels put their owner's name in front of a new account. */
  readonly owner: string
  readonly account: string
  readonly jobId: number
  /** A domain that the panel hosts. */
  readonly domain: string
  /** Folders the shell was asked to show. */
  readonly openedFolders: readonly string[]
  readonly dataDir: string
  /** What earlier cases have left for later ones. */
  readonly kept: Map<string, string>
  /** Runs that have ended: one that made a password, one with an item that waits for a decision. */
  readonly runs: { readonly handout: string; readonly held: string }
  /** A plan of one change that has not been run. */
  readonly planId: string
  /** What the password is sealed with. */
  readonly passphrase: string
  /** Makes every answer of the panel late by so much. */
  slow(latencyMs: number): void
}

interface Bad {
  readonly input: unknown
  readonly code: ErrorCode
}

/** One good call with what its answer must hold, and bad calls with the code each must get. */
export interface Case<M extends MethodName> {
  readonly good: (world: World) => Input<M>
  readonly check: (output: Output<M>, world: World) => boolean
  readonly bad: (world: World) => readonly Bad[]
}

const unknownServer = 'no-such-server'
const badInput = (input: unknown): Bad => ({ input, code: 'input.invalid' })
const wrongServer = (rest: object = {}): Bad => ({ input: { serverId: unknownServer, ...rest }, code: 'server.unknown' })
/** Methods without input take no wrong one; what is left to refuse is input that is no object. */
const takesNothing = () => [badInput('text')]
const draft = (name: string, url: string) => ({ name, url })
const goneAccount = 'admin_nobody'
const goneJob = 999_999

/** In this order: later cases may build on what earlier ones did. Every method of the contract has its own. */
export const cases: { readonly [M in MethodName]: Case<M> } = {
  'app.info': { good: () => ({}), check: (info) => info.version !== '' && info.dataDir !== '', bad: takesNothing },
  'app.setVisible': { good: () => ({ visible: true }), check: () => true, bad: () => [badInput({}), badInput({ visible: 'yes' })] },

  'app.openDataFolder': {
    good: () => ({}),
    check: (_output, { openedFolders, dataDir }) => openedFolders.join() === dataDir,
    bad: takesNothing,
  },
  'app.diagnostics': {
    good: () => ({}),
    check: ({ fileName, text }, { serverId, url }) =>
      fileName.endsWith('.json') && text.includes('server-1') && !text.includes(serverId) && !text.includes(new URL(url).host),
    bad: takesNothing,
  },

  'settings.get': { good: () => ({}), check: (settings) => settings.theme === 'system', bad: takesNothing },
  'settings.set': {
    good: () => ({ theme: 'dark' }),
    check: (settings) => settings.theme === 'dark' && settings.density === 'compact',
    bad: () => [badInput({ theme: 'pink' }), badInput({ refreshEveryMin: -1 }), badInput({ refreshEveryMin: 1.5 }), badInput({ columns: { ftp: { order: ['server'] } } })],
  },

  ...vaultCases,

  'servers.list': { good: () => ({}), check: (servers) => servers.length === 2, bad: takesNothing },
  'servers.add': {
    good: ({ url, token, fingerprint256 }) => ({ draft: { ...draft('Third', url), readOnly: true }, token, trustFingerprint256: fingerprint256 }),
    check: (server, { url }) => server.hasToken && server.pin !== null && server.url === url,
    bad: ({ url, fingerprint256 }) => [
      badInput({ draft: { name: '', url } }),
      badInput({ draft: draft('x', url), trustFingerprint256: 'AA:BB' }),
      { input: { draft: draft('x', 'ftp://x') }, code: 'server.url-invalid' },
      { input: { draft: draft('x', 'http://127.0.0.1') }, code: 'server.http-refused' },
      { input: { draft: draft('x', url), trustFingerprint256: fingerprint256.replace(/^../, (pair) => (pair === '00' ? '11' : '00')) }, code: 'tls.changed' },
      { input: { draft: draft('x', 'https://127.0.0.1:1'), trustFingerprint256: fingerprint256 }, code: 'net.refused' },
    ],
  },
  'servers.edit': {
    good: ({ otherServerId }) => ({ id: otherServerId, patch: { tags: ['lotus', 'lotus'], environment: 'production' } }),
    check: (server) => server.tags.join() === 'lotus' && server.environment === 'production',
    bad: ({ otherServerId: id }) => [
      badInput({ id, patch: { colour: 'beige' } }),
      badInput({ id, patch: { timeZone: 'Moon/Sea' } }),
      { input: { id, patch: { url: 'not a url at all' } }, code: 'server.url-invalid' },
      { input: { id: unknownServer, patch: {} }, code: 'server.unknown' },
    ],
  },
  'servers.duplicate': {
    good: ({ serverId }) => ({ id: serverId }),
    check: (server) => !server.hasToken && server.pin === null,
    bad: () => [{ input: { id: unknownServer }, code: 'server.unknown' }],
  },
  'servers.reorder': {
    good: ({ serverId, otherServerId }) => ({ ids: [otherServerId, serverId] }),
    check: (servers, { otherServerId }) => servers[0]?.id === otherServerId,
    bad: () => [badInput({ ids: 'all' }), badInput({})],
  },
  'servers.setToken': {
    good: ({ otherServerId, token }) => ({ id: otherServerId, token }),
    check: (server) => server.hasToken,
    bad: ({ otherServerId: id }) => [badInput({ id, token: '' }), { input: { id: unknownServer, token: 'wsp_1' }, code: 'server.unknown' }],
  },
  'servers.forgetToken': {
    good: ({ otherServerId }) => ({ id: otherServerId }),
    check: (server) => !server.hasToken,
    bad: () => [{ input: { id: unknownServer }, code: 'server.unknown' }],
  },
  'servers.forgetTrust': {
    good: ({ otherServerId }) => ({ id: otherServerId }),
    check: (server) => server.pin === null,
    bad: () => [{ input: { id: unknownServer }, code: 'server.unknown' }],
  },
  'servers.trust': {
    good: ({ otherServerId, fingerprint256 }) => ({ id: otherServerId, fingerprint256 }),
    check: (server, { fingerprint256 }) => server.pin?.fingerprint256 === fingerprint256,
    bad: ({ otherServerId: id, fingerprint256 }) => [
      badInput({ id, fingerprint256: 'nonsense' }),
      { input: { id: unknownServer, fingerprint256 }, code: 'server.unknown' },
    ],
  },
  'servers.test': {
    good: ({ serverId }) => ({ id: serverId }),
    check: (diagnosis) => diagnosis.ok && diagnosis.steps.every((step) => step.state === 'ok'),
    bad: () => [{ input: { id: unknownServer }, code: 'server.unknown' }],
  },
  'servers.testDraft': {
    good: ({ url, token }) => ({ url, token }),
    check: (diagnosis, { fingerprint256 }) => !diagnosis.ok && diagnosis.fix?.kind === 'trust' && diagnosis.fix.fingerprint256 === fingerprint256,
    bad: () => [badInput({}), badInput({ url: 'x', trustFingerprint256: 'x' })],
  },
  'servers.importPreview': {
    good: () => ({ csv: 'name,url\nA,a.example.com\n,b.example.com\n' }),
    check: ({ rows }) => rows.length === 2 && rows[0]?.problems.length === 0 && rows[1]?.problems.length === 1,
    bad: () => [badInput({}), { input: { csv: 'host\nx\n' }, code: 'file.unreadable' }],
  },
  'servers.import': {
    good: () => ({ csv: 'name,url\nA,a.invalid\nB,b.invalid\n', lines: [3] }),
    check: ({ added, failed }) => added.length === 1 && added[0]?.name === 'B' && failed.length === 0,
    bad: () => [badInput({ csv: 'name,url\n' }), { input: { csv: '', lines: [2] }, code: 'file.unreadable' }],
  },
  'servers.export': {
    good: () => ({ format: 'csv' }),
    check: ({ text, fileName }) => text.startsWith('name,url') && fileName.endsWith('.csv'),
    bad: () => [badInput({ format: 'xlsx' })],
  },

  'inventory.refresh': {
    good: ({ serverId }) => ({ serverIds: [serverId] }),
    check: ({ statuses }) => statuses[0]?.health === 'ok' && statuses[0].ftp.count > 0,
    bad: () => [badInput({ serverIds: 'all' }), badInput({ kinds: [] }), badInput({ kinds: ['mail'] })],
  },
  'inventory.statuses': { good: () => ({}), check: (statuses) => statuses.some((status) => status.health === 'ok'), bad: takesNothing },
  'budget.list': { good: () => ({}), check: (budgets) => budgets.some((budget) => budget.limit === 60), bad: takesNothing },

  'budget.openViews': {
    good: ({ serverId }) => ({ serverIds: [serverId] }),
    check: () => true,
    bad: () => [badInput({}), { input: { serverIds: [unknownServer] }, code: 'server.unknown' }],
  },

  'ftp.list': {
    good: ({ serverId }) => ({ serverIds: [serverId] }),
    check: (slices, { account }) => slices.length === 1 && slices[0]!.rows.some((row) => row.username === account),
    bad: () => [badInput({ serverIds: [7] })],
  },
  'ftp.get': {
    good: ({ serverId, account }) => ({ serverId, username: account }),
    check: (row, { account }) => row.username === account && row.allowedIps !== null,
    bad: ({ serverId, account }) => [
      badInput({ serverId }),
      wrongServer({ username: account }),
      { input: { serverId, username: goneAccount }, code: 'panel.not-found' },
    ],
  },
  'ftp.status': { good: ({ serverId }) => ({ serverId }), check: (status) => status.installed && status.running, bad: () => [wrongServer()] },
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
    bad: ({ serverId, account }) => [badInput({ serverId, username: account, password: '' }), wrongServer({ username: account, password: 'x' })],
  },
  'ftp.setAllowedIps': {
    good: ({ serverId, owner }) => ({ serverId, username: `${owner}_contract`, allowedIps: ['203.0.113.7', '2001:DB8::/48'], confirm: 'first-restriction' }),
    check: ({ after }) => after.allowedIps?.join() === '203.0.113.7/32,2001:db8::/48',
    bad: ({ serverId, owner }) => [
      badInput({ serverId, username: `${owner}_contract`, allowedIps: ['999.1.1.1'], confirm: 'first-restriction' }),
      { input: { serverId, username: `${owner}_contract`, allowedIps: ['203.0.113.7'] }, code: 'confirm.first-restriction' },
      { input: { serverId, username: goneAccount, allowedIps: [] }, code: 'panel.not-found' },
    ],
  },
  'ftp.setEnabled': {
    good: ({ serverId, owner }) => ({ serverId, username: `${owner}_contract`, enabled: false }),
    check: ({ after }) => !after.enabled,
    bad: ({ serverId, owner }) => [badInput({ serverId, username: `${owner}_contract` }), { input: { serverId, username: goneAccount, enabled: true }, code: 'panel.not-found' }],
  },
  'ftp.remove': {
    good: ({ serverId, owner }) => ({ serverId, username: `${owner}_contract` }),
    check: () => true,
    bad: ({ serverId, account }) => [badInput({ serverId }), wrongServer({ username: account })],
  },
  'ftp.getAnonymous': {
    good: ({ serverId, domain }) => ({ serverId, domain }),
    check: (anonymous, { domain }) => anonymous.domain === domain,
    bad: ({ serverId }) => [badInput({ serverId, domain: '' }), wrongServer({ domain: 'example.com' })],
  },
  'ftp.setAnonymous': {
    good: ({ serverId, domain }) => ({ serverId, domain, enabled: true }),
    check: (anonymous) => anonymous.enabled === true,
    bad: ({ serverId }) => [badInput({ serverId, domain: 'example.com' }), wrongServer({ domain: 'example.com', enabled: true })],
  },

  'cron.list': {
    good: ({ serverId }) => ({ serverIds: [serverId] }),
    check: (slices, { jobId }) => slices[0]!.rows.some((job) => job.id === jobId),
    bad: () => [badInput({ serverIds: 'x' })],
  },
  'cron.get': {
    good: ({ serverId, jobId }) => ({ serverId, id: jobId }),
    check: (job, { jobId }) => job.id === jobId,
    bad: ({ serverId, jobId }) => [
      badInput({ serverId, id: '5' }),
      wrongServer({ id: jobId }),
      { input: { serverId, id: goneJob }, code: 'panel.not-found' },
    ],
  },
  'cron.create': {
    good: ({ serverId }) => ({ serverId, draft: { name: 'contract', command: '/bin/true', cronExpr: '0 3 * * *', domain: 'example.com' } }),
    check: ({ after }) => after.name === 'contract' && after.cronExpr === '0 3 * * *' && after.lastRunAt === null,
    bad: ({ serverId }) => [
      badInput({ serverId, draft: { name: 'x', command: '', cronExpr: '0 3 * * *' } }),
      { input: { serverId, draft: { name: 'x', command: 'x', cronExpr: 'sometimes' } }, code: 'panel.invalid' },
    ],
  },
  'cron.update': {
    good: ({ serverId, jobId }) => ({ serverId, id: jobId, patch: { enabled: false, emailOnComplete: 'ops@example.com' } }),
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

  ...planCases,
  ...runCases,

  'activity.list': {
    good: ({ serverId }) => ({ serverId, limit: 50 }),
    check: (entries) => entries.some((entry) => entry.action === 'cron.remove' && entry.result === 'done'),
    bad: () => [badInput({ limit: 0 }), badInput({ limit: 'many' })],
  },

  'activity.perDay': {
    good: () => ({ startsMs: [Date.now() - 2 * 86_400_000, Date.now() - 86_400_000] }),
    check: ([yesterday, today]) => yesterday?.done === 0 && today !== undefined && today.done > 0 && today.failed > 0,
    bad: () => [badInput({}), badInput({ startsMs: [] }), badInput({ startsMs: [2, 1] }), badInput({ startsMs: [0.5] })],
  },

  ...viewCases,
  ...dataCases,

  'servers.remove': {
    good: ({ otherServerId }) => ({ id: otherServerId }),
    check: () => true,
    bad: () => [{ input: { id: unknownServer }, code: 'server.unknown' }],
  },
  'demo.start': {
    good: () => ({ panels: 2, accounts: 3, jobs: 2 }),
    check: (servers) => servers.length === 2 && servers.every((server) => server.demo && server.pin !== null),
    bad: () => [badInput({ panels: 0 }), badInput({ panels: 501 }), badInput({ seed: 'x' })],
  },
  'demo.stop': { good: () => ({}), check: () => true, bad: takesNothing },
}
