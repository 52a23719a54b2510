import type { RequestRecord } from '../../src/demo/request-log.ts'
import { type FtpAccountState, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import type { CronJobState } from '../../src/demo/kinds/cron/state.ts'
import type { PanelState } from '../../src/demo/state.ts'
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

const noFaults: PanelCheck = { lost: 0, doubled: 0, doubleToggles: 0, wrong: 0 }

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
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const idOf = (item: PlanItem) => item.key.split('/').slice(2).join('/')

const rowsOf = ({ accounts, jobs }: PanelState): ReadonlyMap<string, Row> =>
  new Map<string, Row>([
    ...accounts.map((row) => [`ftp/${row.username}`, row] as const),
    ...jobs.map((row) => [`cron/${row.id}`, row] as const),
  ])

/** The rows of one panel by kind and id, before the run and after it, and what its requests have done. */
interface Rows {
  readonly before: ReadonlyMap<string, Row>
  readonly after: ReadonlyMap<string, Row>
  readonly done: Evidence['done']
}

const keyOf = (item: PlanItem) => `${item.kind}/${idOf(item)}`

/** A change, or the removal, of a row that was there. */
function checkChange(item: PlanItem, { before, after, done }: Rows): PanelCheck {
  const [oldRow, newRow] = [before.get(keyOf(item)), after.get(keyOf(item))]
  if (item.op === 'remove') return { ...noFaults, lost: newRow ? 1 : 0 }
  if (!oldRow || !newRow) return { ...noFaults, wrong: 1 }
  let [lost, doubleToggles, wrong] = [0, 0, 0]
  const planned = { ...fieldsOf(oldRow), ...item.after }
  if (!isSame(fieldsOf(newRow), planned)) {
    if (isSame(fieldsOf(newRow), fieldsOf(oldRow))) lost += 1
    else wrong += 1
  }
  if (item.after && 'enabled' in item.after && item.kind === 'ftp') {
    const flips = done.filter(
      ({ method, path }) => method === 'POST' && path.endsWith(`/ftp/${encodeURIComponent(idOf(item))}/toggle`),
    ).length
    if (flips > 1) doubleToggles += 1
  }
  return { ...noFaults, lost, doubleToggles, wrong }
}

/** The rows that a creation has made: one, if all is well. */
const newRowsOf = (item: PlanItem, owner: string, { before, after }: Rows) =>
  [...after].filter(
    ([key, row]) =>
      !before.has(key) &&
      key.startsWith(item.kind) &&
      ('username' in row
        ? row.username === `${owner}_${String(item.after?.['username'])}`
        : row.name === item.after?.['name']),
  )

function checkCreation(item: PlanItem, password: string, newRows: readonly (readonly [string, Row])[]): PanelCheck {
  const { username: _, ...fields } = { ...item.after }
  let wrong = 0
  for (const [, row] of newRows) {
    const actual = fieldsOf(row)
    const matchesPlan = Object.entries(fields).every(([field, value]) => isSame(actual[field], value))
    const hasPassword = !('username' in row) || row.passwordSha256 === passwordDigest(password)
    if (!matchesPlan || !hasPassword) wrong += 1
  }
  return { ...noFaults, lost: newRows.length === 0 ? 1 : 0, doubled: Math.max(0, newRows.length - 1), wrong }
}

/** What nobody asked for: rows more, changed or gone. */
function checkOthers(changed: ReadonlySet<string>, created: ReadonlySet<string>, { before, after }: Rows): PanelCheck {
  let [doubled, wrong] = [0, 0]
  for (const [key, row] of after) {
    if (!before.has(key) && !created.has(key)) doubled += 1
    if (before.has(key) && !changed.has(key) && !isSame(fieldsOf(row), fieldsOf(before.get(key) as Row))) wrong += 1
  }
  for (const key of before.keys()) if (!after.has(key) && !changed.has(key)) wrong += 1
  return { ...noFaults, doubled, wrong }
}

/** Compares one panel with its part of the plan. */
export function checkPanel(
  { items, secrets }: Pick<CachedPlan, 'items' | 'secrets'>,
  { serverId, before, after, done }: Evidence,
): PanelCheck {
  const own = items.filter((item) => item.serverId === serverId)
  const rows: Rows = { before: rowsOf(before), after: rowsOf(after), done }
  const changes = own.filter((item) => item.op !== 'create')
  const creations = own
    .filter((item) => item.op === 'create')
    .map((item) => ({ item, newRows: newRowsOf(item, before.owner, rows) }))
  const created = new Set(creations.flatMap(({ newRows }) => newRows.map(([key]) => key)))
  return sum([
    ...changes.map((item) => checkChange(item, rows)),
    ...creations.map(({ item, newRows }) => checkCreation(item, secrets.get(item.index) ?? '', newRows)),
    checkOthers(new Set(changes.map(keyOf)), created, rows),
  ])
}

export const sum = (panelChecks: readonly PanelCheck[]): PanelCheck =>
  panelChecks.reduce(
    (total, one) => ({
      lost: total.lost + one.lost,
      doubled: total.doubled + one.doubled,
      doubleToggles: total.doubleToggles + one.doubleToggles,
      wrong: total.wrong + one.wrong,
    }),
    noFaults,
  )
