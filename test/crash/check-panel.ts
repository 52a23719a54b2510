import type { RequestRecord } from '../../src/demo/request-log.ts'
import { passwordDigest } from '../../src/demo/ftp-state.ts'
import type { FtpAccountState, CronJobState, PanelState } from '../../src/demo/state.ts'
import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { PlanItem } from '../../src/shared/model/plan.ts'

/** The differences between a run's plan and its panels, counted on the panels alone. Every count must be zero. */
export interface PanelCheck {
  /** Items whose change is not in force. */
  readonly lost: number
  /** Rows that were created more than once, and rows that were not asked for. */
  readonly doubled: number
  /** Switches that were flipped more than once. */
  readonly doubleToggles: number
  /** Rows that match neither the plan nor their earlier state. */
  readonly wrong: number
}

export interface Evidence {
  readonly serverId: string
  readonly before: PanelState
  readonly after: PanelState
  /** Requests that the panel carried out. */
  readonly done: readonly Pick<RequestRecord, 'method' | 'path'>[]
}

type Row = FtpAccountState | CronJobState

const fieldsOf = (row: Row): Record<string, unknown> => {
  const { updatedAtMs: _, ...fields } = row
  if (!('command' in fields)) return fields
  // Fields that a panel changes by itself: its scheduler plans the next run again whenever a job changes.
  const { nextRunAtMs: _next, lastRunAtMs: _last, lastRunOk: _ok, failing: _failing, stuck: _stuck, ...job } = fields
  return job
}
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const idOf = (item: PlanItem) => item.key.split('/').slice(2).join('/')

/** Compares one panel with its part of the plan. */
export function checkPanel(
  { items, secrets }: Pick<CachedPlan, 'items' | 'secrets'>,
  { serverId, before, after, done }: Evidence,
): PanelCheck {
  const own = items.filter((item) => item.serverId === serverId)
  const old = new Map<string, Row>([
    ...before.accounts.map((row) => [`ftp/${row.username}`, row] as const),
    ...before.jobs.map((row) => [`cron/${row.id}`, row] as const),
  ])
  const now = new Map<string, Row>([
    ...after.accounts.map((row) => [`ftp/${row.username}`, row] as const),
    ...after.jobs.map((row) => [`cron/${row.id}`, row] as const),
  ])
  let [lost, doubled, doubleToggles, wrong] = [0, 0, 0, 0]
  const expected = new Set<string>()

  for (const item of own.filter((one) => one.op !== 'create')) {
    const key = `${item.kind}/${idOf(item)}`
    const [was, is] = [old.get(key), now.get(key)]
    expected.add(key)
    if (item.op === 'remove') {
      if (is) lost += 1
      continue
    }
    if (!was || !is) {
      wrong += 1
      continue
    }
    const planned = { ...fieldsOf(was), ...item.after }
    if (!same(fieldsOf(is), planned)) {
      if (same(fieldsOf(is), fieldsOf(was))) lost += 1
      else wrong += 1
    }
    if (item.after && 'enabled' in item.after && item.kind === 'ftp') {
      const flips = done.filter(
        ({ method, path }) => method === 'POST' && path.endsWith(`/ftp/${encodeURIComponent(idOf(item))}/toggle`),
      ).length
      if (flips > 1) doubleToggles += 1
    }
  }
  const createdIds = new Set<string>()
  for (const item of own.filter((one) => one.op === 'create')) {
    const { username, ...fields } = { ...item.after }
    const news = [...now].filter(
      ([key, row]) =>
        !old.has(key) &&
        key.startsWith(item.kind) &&
        ('username' in row ? row.username === `${before.owner}_${String(username)}` : row.name === fields['name']),
    )
    if (news.length === 0) lost += 1
    if (news.length > 1) doubled += news.length - 1
    for (const [key, row] of news) {
      createdIds.add(key)
      const facts = fieldsOf(row)
      const isAsked = Object.entries(fields).every(([field, value]) => same(facts[field], value))
      const hasPassword = !('username' in row) || row.passwordSha256 === passwordDigest(secrets.get(item.index) ?? '')
      if (!isAsked || !hasPassword) wrong += 1
    }
  }
  for (const [key, row] of now) {
    if (!old.has(key) && !createdIds.has(key)) doubled += 1
    if (old.has(key) && !expected.has(key) && !same(fieldsOf(row), fieldsOf(old.get(key) as Row))) wrong += 1
  }
  for (const key of old.keys()) if (!now.has(key) && !expected.has(key)) wrong += 1
  return { lost, doubled, doubleToggles, wrong }
}

export const sum = (panelChecks: readonly PanelCheck[]): PanelCheck =>
  panelChecks.reduce(
    (all, one) => ({
      lost: all.lost + one.lost,
      doubled: all.doubled + one.doubled,
      doubleToggles: all.doubleToggles + one.doubleToggles,
      wrong: all.wrong + one.wrong,
    }),
    {
      lost: 0,
      doubled: 0,
      doubleToggles: 0,
      wrong: 0,
    },
  )
