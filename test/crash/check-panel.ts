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

const allWell: PanelCheck = { lost: 0, doubled: 0, doubleToggles: 0, wrong: 0 }

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

const rowsOf = ({ accounts, jobs }: PanelState): ReadonlyMap<string, Row> =>
  new Map<string, Row>([
    ...accounts.map((row) => [`ftp/${row.username}`, row] as const),
    ...jobs.map((row) => [`cron/${row.id}`, row] as const),
  ])

/** The rows of one panel by kind and id, before the run and after it, and what its requests have done. */
interface Rows {
  readonly old: ReadonlyMap<string, Row>
  readonly now: ReadonlyMap<string, Row>
  readonly done: Evidence['done']
}

const keyOf = (item: PlanItem) => `${item.kind}/${idOf(item)}`

/** A change, or the removal, of a row that was there. */
function checkChange(item: PlanItem, { old, now, done }: Rows): PanelCheck {
  const [was, is] = [old.get(keyOf(item)), now.get(keyOf(item))]
  if (item.op === 'remove') return { ...allWell, lost: is ? 1 : 0 }
  if (!was || !is) return { ...allWell, wrong: 1 }
  let [lost, doubleToggles, wrong] = [0, 0, 0]
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
  return { ...allWell, lost, doubleToggles, wrong }
}

/** The rows that a creation has made: one, if all is well. */
const newRowsOf = (item: PlanItem, owner: string, { old, now }: Rows) =>
  [...now].filter(
    ([key, row]) =>
      !old.has(key) &&
      key.startsWith(item.kind) &&
      ('username' in row
        ? row.username === `${owner}_${String(item.after?.['username'])}`
        : row.name === item.after?.['name']),
  )

function checkCreation(item: PlanItem, password: string, news: readonly (readonly [string, Row])[]): PanelCheck {
  const { username: _, ...fields } = { ...item.after }
  let wrong = 0
  for (const [, row] of news) {
    const facts = fieldsOf(row)
    const isAsked = Object.entries(fields).every(([field, value]) => same(facts[field], value))
    const hasPassword = !('username' in row) || row.passwordSha256 === passwordDigest(password)
    if (!isAsked || !hasPassword) wrong += 1
  }
  return { ...allWell, lost: news.length === 0 ? 1 : 0, doubled: Math.max(0, news.length - 1), wrong }
}

/** What nobody asked for: rows more, changed or gone. */
function checkOthers(changed: ReadonlySet<string>, created: ReadonlySet<string>, { old, now }: Rows): PanelCheck {
  let [doubled, wrong] = [0, 0]
  for (const [key, row] of now) {
    if (!old.has(key) && !created.has(key)) doubled += 1
    if (old.has(key) && !changed.has(key) && !same(fieldsOf(row), fieldsOf(old.get(key) as Row))) wrong += 1
  }
  for (const key of old.keys()) if (!now.has(key) && !changed.has(key)) wrong += 1
  return { ...allWell, doubled, wrong }
}

/** Compares one panel with its part of the plan. */
export function checkPanel(
  { items, secrets }: Pick<CachedPlan, 'items' | 'secrets'>,
  { serverId, before, after, done }: Evidence,
): PanelCheck {
  const own = items.filter((item) => item.serverId === serverId)
  const rows: Rows = { old: rowsOf(before), now: rowsOf(after), done }
  const changes = own.filter((item) => item.op !== 'create')
  const creations = own
    .filter((item) => item.op === 'create')
    .map((item) => ({ item, news: newRowsOf(item, before.owner, rows) }))
  const created = new Set(creations.flatMap(({ news }) => news.map(([key]) => key)))
  return sum([
    ...changes.map((item) => checkChange(item, rows)),
    ...creations.map(({ item, news }) => checkCreation(item, secrets.get(item.index) ?? '', news)),
    checkOthers(new Set(changes.map(keyOf)), created, rows),
  ])
}

export const sum = (panelChecks: readonly PanelCheck[]): PanelCheck =>
  panelChecks.reduce(
    (all, one) => ({
      lost: all.lost + one.lost,
      doubled: all.doubled + one.doubled,
      doubleToggles: all.doubleToggles + one.doubleToggles,
      wrong: all.wrong + one.wrong,
    }),
    allWell,
  )
