import { randomUUID } from 'node:crypto'
import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { CronJobState } from '../../src/demo/kinds/cron/state.ts'
import type { FtpAccountState } from '../../src/demo/kinds/ftp/state.ts'
import type { Plan, PlanItem } from '../../src/shared/model/plan.ts'
import { rowKey } from '../../src/shared/model/inventory.ts'
import { typedFor, typedText } from '../../src/shared/typed-confirmation.ts'

type Draft = Omit<PlanItem, 'index' | 'flags' | 'undo'> & Partial<Pick<PlanItem, 'flags' | 'undo'>>

/** A change of some fields of an account. */
export function updateAccount(
  serverId: string,
  account: FtpAccountState,
  after: Partial<Pick<FtpAccountState, 'enabled' | 'allowedIps' | 'quotaMb' | 'readOnly'>>,
): Draft {
  const before = Object.fromEntries(Object.keys(after).map((field) => [field, Reflect.get(account, field)]))
  return {
    key: rowKey(serverId, 'ftp', account.username),
    serverId,
    kind: 'ftp',
    op: 'update',
    subject: account.username,
    before,
    after,
  }
}

export function updateJob(
  serverId: string,
  job: CronJobState,
  after: Partial<Pick<CronJobState, 'command' | 'cronExpr' | 'enabled' | 'emailOnComplete' | 'emailOnError'>>,
): Draft {
  const before = Object.fromEntries(Object.keys(after).map((field) => [field, Reflect.get(job, field)]))
  return {
    key: rowKey(serverId, 'cron', job.id),
    serverId,
    kind: 'cron',
    op: 'update',
    subject: job.name,
    before,
    after,
  }
}

export const createAccount = (serverId: string, username: string, fields: object = {}): Draft => ({
  key: rowKey(serverId, 'ftp', `+${username}`),
  serverId,
  kind: 'ftp',
  op: 'create',
  subject: username,
  before: null,
  after: { username, ...fields },
})

export const createJob = (serverId: string, name: string, fields: object = {}): Draft => ({
  key: rowKey(serverId, 'cron', `+${name}`),
  serverId,
  kind: 'cron',
  op: 'create',
  subject: name,
  before: null,
  after: { name, command: `/usr/bin/run ${name}`, cronExpr: '5 4 * * *', ...fields },
})

export const removeAccount = (
  serverId: string,
  { username, enabled, allowedIps, quotaMb, readOnly }: FtpAccountState,
): Draft => ({
  key: rowKey(serverId, 'ftp', username),
  serverId,
  kind: 'ftp',
  op: 'remove',
  subject: username,
  before: { username, enabled, allowedIps: [...allowedIps], quotaMb, readOnly },
  after: null,
  flags: ['irreversible'],
  undo: 'none',
})

export const removeJob = (serverId: string, { id, name, command, cronExpr, enabled }: CronJobState): Draft => ({
  key: rowKey(serverId, 'cron', id),
  serverId,
  kind: 'cron',
  op: 'remove',
  subject: name,
  before: { id, name, command, cronExpr, enabled },
  after: null,
  undo: 'recreate',
})

export const changePassword = (serverId: string, { username }: FtpAccountState): Draft => ({
  key: rowKey(serverId, 'ftp', username),
  serverId,
  kind: 'ftp',
  op: 'password',
  subject: username,
  before: {},
  after: {},
  undo: 'none',
})

interface PlanOptions {
  readonly action?: Plan['action']
  readonly needs?: Partial<Plan['needs']>
  readonly secrets?: ReadonlyMap<number, string>
  readonly expiresAtMs?: number
  readonly id?: string
}

/** A plan of hand-made items, in the shape in which the planner would return it. */
export function planOf(drafts: readonly Draft[], options: PlanOptions = {}): CachedPlan {
  const items = drafts.map((draft, index): PlanItem => ({ flags: [], undo: 'full', ...draft, index }))
  const { action = { type: 'ftp.edit', patch: { enabled: true } }, needs = {}, secrets = new Map() } = options
  const ids = [...new Set(items.map((item) => item.serverId))]
  const head: Plan = {
    id: options.id ?? randomUUID(),
    createdAtMs: 0,
    expiresAtMs: options.expiresAtMs ?? 8e15,
    action,
    name: null,
    changes: items.length,
    noops: 0,
    impossible: [],
    flags: {
      'first-restriction': 0,
      'last-restriction': 0,
      'open-to-all': 0,
      'ours-dropped': 0,
      'changed-since': 0,
      'may-exist': 0,
      'still-open': 0,
      'domain-unknown': 0,
      irreversible: 0,
      production: 0,
    },
    undo: { full: items.length, recreate: 0, none: 0 },
    servers: ids.map((serverId) => ({
      serverId,
      name: serverId,
      environment: 'none',
      items: items.filter((item) => item.serverId === serverId).length,
      parts: [],
      requests: items.length + 2,
      etaMs: 0,
      readAtMs: 0,
    })),
    etaMs: 0,
    needs: { passphrase: false, protectedIps: [], ...needs },
  }
  return { head, intent: { action, keys: [] } as CachedPlan['intent'], items, impossible: [], secrets }
}

/** Confirms what must be typed for all items of a plan, and includes no flag. */
export function confirmationOf({ items }: Pick<CachedPlan, 'items'>): {
  readonly include: []
  readonly typed?: string
} {
  const typed = typedFor(items.map(({ op, flags }) => ({ op, flags, items: 1 })))
  return { include: [], ...(typed ? { typed: typedText(typed) } : {}) }
}
