import type { MethodName } from '../../src/shared/contract.ts'
import { activityCases, undoCases } from './activity-cases.ts'
import { badInput, type Case, takesNothing, unknownServer } from './case.ts'
import { dataCases } from './data-cases.ts'
import { ipSetCases } from './ip-set-cases.ts'
import { planCases } from './plan-cases.ts'
import { rowCases } from './row-cases.ts'
import { runCases } from './run-cases.ts'
import { vaultCases } from './vault-cases.ts'
import { viewCases } from './view-cases.ts'

const draft = (name: string, url: string) => ({ name, url })

/** One case for each method of the contract. The order matters: later cases may use what earlier ones have made. */
export const cases: { readonly [M in MethodName]: Case<M> } = {
  'app.info': { good: () => ({}), check: (info) => info.version !== '' && info.dataDir !== '', bad: takesNothing },
  'app.watched': { good: () => ({}), check: () => true, bad: takesNothing },

  'app.openDataFolder': {
    good: () => ({}),
    check: (_output, { openedFolders, dataDir }) => openedFolders.join() === dataDir,
    bad: takesNothing,
  },
  'app.diagnostics': {
    good: () => ({}),
    check: ({ fileName, text }, { serverId, url }) =>
      fileName.endsWith('.json') &&
      text.includes('server-1') &&
      !text.includes(serverId) &&
      !text.includes(new URL(url).host),
    bad: takesNothing,
  },

  'settings.get': { good: () => ({}), check: (settings) => settings.theme === 'system', bad: takesNothing },
  'settings.set': {
    good: () => ({ theme: 'dark' }),
    check: (settings) => settings.theme === 'dark' && settings.density === 'compact',
    bad: () => [
      badInput({ theme: 'pink' }),
      badInput({ refreshEveryMin: -1 }),
      badInput({ refreshEveryMin: 1.5 }),
      badInput({ columns: { ftp: { order: ['server'] } } }),
    ],
  },

  ...vaultCases,

  'servers.list': { good: () => ({}), check: (servers) => servers.length === 2, bad: takesNothing },
  'servers.add': {
    good: ({ url, token, fingerprint256 }) => ({
      draft: { ...draft('Third', url), readOnly: true },
      token,
      trustFingerprint256: fingerprint256,
    }),
    check: (server, { url }) => server.hasToken && server.pin !== null && server.url === url,
    bad: ({ url, fingerprint256 }) => [
      badInput({ draft: { name: '', url } }),
      badInput({ draft: draft('x', url), trustFingerprint256: 'AA:BB' }),
      { input: { draft: draft('x', 'ftp://x') }, code: 'server.url-invalid' },
      { input: { draft: draft('x', 'http://127.0.0.1') }, code: 'server.http-refused' },
      {
        input: {
          draft: draft('x', url),
          trustFingerprint256: fingerprint256.replace(/^../, (pair) => (pair === '00' ? '11' : '00')),
        },
        code: 'tls.changed',
      },
      { input: { draft: draft('x', 'https://127.0.0.1:1'), trustFingerprint256: fingerprint256 }, code: 'net.refused' },
    ],
  },
  'servers.edit': {
    good: ({ otherServerId }) => ({
      id: otherServerId,
      patch: { tags: ['lotus', 'lotus'], environment: 'production' },
    }),
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
    bad: ({ otherServerId: id }) => [
      badInput({ id, token: '' }),
      { input: { id: unknownServer, token: 'wsp_1' }, code: 'server.unknown' },
    ],
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
    check: (diagnosis, { fingerprint256 }) =>
      !diagnosis.ok && diagnosis.fix?.kind === 'trust' && diagnosis.fix.fingerprint256 === fingerprint256,
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
    check: ({ statuses }) => statuses[0]?.health === 'ok' && statuses[0].kinds.ftp.count > 0,
    bad: () => [badInput({ serverIds: 'all' }), badInput({ kinds: [] }), badInput({ kinds: ['mail'] })],
  },
  'inventory.statuses': {
    good: () => ({}),
    check: (statuses) => statuses.some((status) => status.health === 'ok'),
    bad: takesNothing,
  },
  'budget.list': {
    good: () => ({}),
    check: (budgets) => budgets.some((budget) => budget.limit === 60),
    bad: takesNothing,
  },

  'budget.openViews': {
    good: ({ serverId }) => ({ serverIds: [serverId] }),
    check: () => true,
    bad: () => [badInput({}), { input: { serverIds: [unknownServer] }, code: 'server.unknown' }],
  },

  ...rowCases,
  ...planCases,
  ...runCases,

  ...activityCases,
  ...viewCases,
  ...undoCases,
  ...ipSetCases,
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
