import type { BulkAction, BulkIntent } from '../../../shared/model/bulk-action.ts'
import { eachListedKind } from '../../../shared/kinds/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import type { Run, RunItem } from '../../../shared/model/run.ts'
import { cronJob, type CronJob } from '../../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { rowKey } from '../../../shared/model/inventory.ts'
import { server as storedServer } from '../../storage/fixtures.ts'
import type { Runs } from '../types.ts'
import { type Compiled, createCompiler } from './compile.ts'
import { prepare } from './prepare.ts'
import type { RunPlanDeps } from './ledger-rows.ts'
import { commonOwner, type ServerView } from '../../planning/server-view.ts'

/** Rows and server views for the tests of bulk changes. */

export const nowMs = Date.UTC(2026, 4, 18, 12)

export function ftpRow(name: string, over: Partial<FtpAccount> = {}): FtpAccount {
  return {
    username: `admin_${name}`,
    owner: 'admin',
    homeDir: '/home/admin',
    quotaMb: 0,
    readOnly: false,
    enabled: true,
    domain: null,
    allowedIps: [],
    createdAt: '2026-01-01T10:00:00+07:00',
    updatedAt: '2026-01-01T10:00:00+07:00',
    ...over,
  }
}

export function cronRow(id: number, over: Partial<CronJob> = {}): CronJob {
  return {
    id,
    name: `job ${id}`,
    command: '/usr/bin/php /home/admin/cron.php',
    cronExpr: '0 3 * * *',
    domain: null,
    enabled: true,
    owner: 'admin',
    lastRunAt: null,
    lastRunOk: false,
    nextRunAt: null,
    emailOnComplete: '',
    emailOnError: false,
    createdAt: '2026-01-01T10:00:00+07:00',
    updatedAt: null,
    ...over,
  }
}

export interface Rows {
  readonly ftp?: readonly FtpAccount[]
  readonly cron?: readonly CronJob[]
}

export function viewWith(id: string, { ftp = [], cron = [] }: Rows, over: Partial<ServerView> = {}): ServerView {
  return {
    id,
    server: storedServer(id, 0, { environment: 'staging' }),
    blocked: null,
    ...eachListedKind(() => new Map()),
    unread: eachListedKind(() => null),
    ftp: new Map(ftp.map((row) => [row.username, row])),
    cron: new Map(cron.map((row) => [String(row.id), row])),
    cut: eachListedKind(() => false),
    missingFailed: eachListedKind(() => new Map()),
    readAtMs: eachListedKind(() => nowMs),
    wholeFailed: eachListedKind(() => new Map()),
    listHasAllowedIps: true,
    budget: null,
    owner: commonOwner([...ftp, ...cron]),
    ...over,
  }
}

/** A source that repeats itself: the passwords in tests are all alike, which is good enough. */
export const evenRandom = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, at) => (at * 37 + 11) % 256)

const noRuns: Runs = {
  run: () => {
    throw new Error('No runs here')
  },
  items: () => [],
  reconcile: () => Promise.resolve(),
}

/** Compiles an intent for these server views. */
export function planned(intent: BulkIntent, views: readonly ServerView[], deps: Partial<RunPlanDeps> = {}): Compiled {
  const known = new Map(views.map((view) => [view.id, view]))
  const view = (id: string): ServerView =>
    known.get(id) ?? viewWith(id, {}, { server: null, blocked: { reason: 'gone', detail: 'server' } })
  const servers = views.flatMap(({ server }) => (server ? [server] : []))
  const compiler = createCompiler(view, (serverId) => serverId, new Set())
  for (const draft of prepare(intent, {
    servers,
    protectedIps: [],
    runs: noRuns,
    random: evenRandom,
    secrets: {},
    createdWith: () => null,
    ...deps,
  }).drafts(view))
    compiler.add(draft)
  return compiler.done()
}

export const keysOf = (view: ServerView, kind: 'ftp' | 'cron'): readonly string[] =>
  [...view[kind].keys()].map((id) => rowKey(view.id, kind, id))

/** Returns an intent with one action on all rows of its kind on these servers. */
export function onAll(action: BulkAction, views: readonly ServerView[]): BulkIntent {
  return { action, keys: views.flatMap((view) => keysOf(view, action.type.startsWith('ftp') ? 'ftp' : 'cron')) }
}

/** Returns the servers after a run that did everything, and its ledger. New jobs get ids from 1000. */
export function runAll(
  items: readonly PlanItem[],
  views: readonly ServerView[],
): { readonly views: readonly ServerView[]; readonly runs: Runs } {
  const after = new Map(views.map((view) => [view.id, { ftp: new Map(view.ftp), cron: new Map(view.cron) }]))
  let nextId = 1000
  const done = items.map((item): RunItem => {
    const rows = after.get(item.serverId)
    const id = item.key.split('/').slice(2).join('/')
    let madeId: string | null = null
    if (rows && item.op === 'remove') rows[item.kind === 'ftp' ? 'ftp' : 'cron'].delete(id)
    else if (rows && item.op === 'update' && item.kind === 'ftp')
      rows.ftp.set(id, { ...rows.ftp.get(id), ...item.after } as FtpAccount)
    else if (rows && item.op === 'update') rows.cron.set(id, { ...rows.cron.get(id), ...item.after } as CronJob)
    else if (rows && item.op === 'create' && item.kind === 'ftp') {
      const made = ftpRow(String(item.after?.['username']), {
        ...item.after,
        username: `admin_${String(item.after?.['username'])}`,
      })
      rows.ftp.set((madeId = made.username), made)
    } else if (rows && item.op === 'create') {
      const made = cronJob.parse({ ...cronRow(nextId++), ...item.after, createdAt: new Date(nowMs).toISOString() })
      rows.cron.set((madeId = String(made.id)), made)
    }
    return {
      ...item,
      flags: [...item.flags],
      state: 'confirmed',
      error: null,
      skipped: null,
      found: null,
      madeId,
      sentAtMs: nowMs,
      endedAtMs: nowMs,
      notDoneAtMs: null,
      open: false,
    }
  })
  return { views: views.map((view) => ({ ...view, ...after.get(view.id) })), runs: ledger(done) }
}

export function ledger(items: readonly RunItem[], over: Partial<Run> = {}): Runs {
  return {
    run: () => ({ startedAtMs: nowMs, action: { type: 'undo', runId: 'r' }, ...over }) as Run,
    items: (_, states) => items.filter(({ state }) => states?.includes(state) ?? true),
    reconcile: () => Promise.resolve(),
  }
}

/** Returns an item of a run: a confirmed change that adds one address to `admin_a` of `s0`. */
export const item = (over: Partial<RunItem>): RunItem => ({
  index: 0,
  key: 's0/ftp/admin_a',
  serverId: 's0',
  kind: 'ftp',
  op: 'update',
  subject: 'admin_a',
  before: { allowedIps: ['203.0.113.7'] },
  after: { allowedIps: ['203.0.113.7', '198.51.100.1/32'] },
  flags: [],
  undo: 'full',
  state: 'confirmed',
  error: null,
  skipped: null,
  found: null,
  madeId: null,
  sentAtMs: nowMs,
  endedAtMs: nowMs,
  notDoneAtMs: null,
  open: false,
  ...over,
})
