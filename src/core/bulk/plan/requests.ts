import type { PlanItem } from '../../../shared/model/plan.ts'
import { freshForMs } from './gather.ts'
import type { ServerView } from './server-view.ts'

/** A switch that can only be flipped is flipped on a reading that is no older than this. */
const flipFreshForMs = 15_000
/** What looking a plan over takes at least: a reading that is too old by then is made again. */
const readingMs = 30_000

const has = (item: PlanItem, field: string): boolean => item.after !== null && field in item.after
const some = (item: PlanItem, fields: readonly string[]): number => (fields.some((field) => has(item, field)) ? 1 : 0)

/** What a new job is without being told. */
const newJob: Readonly<Record<string, unknown>> = { enabled: true, emailOnComplete: '', emailOnError: false }

/** Whether a created job needs a second request, for what a creation cannot say (API document, "Create"). */
const isReported = ({ after }: PlanItem): boolean =>
  Object.entries(newJob).some(([field, usual]) => after?.[field] !== undefined && after[field] !== usual)

/** Requests that change the row: one for each endpoint that its fields go to. */
export function changesOf(item: PlanItem): number {
  switch (item.op) {
    case 'remove':
    case 'password':
      return 1
    case 'create':
      if (item.kind === 'cron') return isReported(item) ? 2 : 1
      return 1 + some(item, ['quotaMb', 'readOnly']) + some(item, ['allowedIps'])
    case 'update':
      if (item.kind === 'cron') return 1
      return some(item, ['allowedIps']) + some(item, ['quotaMb', 'readOnly']) + some(item, ['enabled'])
  }
}

/**
 * Readings of single accounts that an item takes on a panel whose list lacks `allowed_ips`: before, where there is a
 * row, and after.
 */
const singleReads = (item: PlanItem): number =>
  item.kind === 'ftp' && has(item, 'allowedIps') ? (item.op === 'create' ? 1 : 2) : 0

function listReads(items: readonly PlanItem[], view: ServerView, nowMs: number): number {
  let requests = 0
  for (const kind of ['ftp', 'cron'] as const) {
    const ofKind = items.filter((item) => item.kind === kind && (view.listHasAllowedIps || singleReads(item) === 0))
    if (ofKind.length === 0) continue
    const mayBeMs = ofKind.some((item) => item.op === 'update' && has(item, 'enabled') && kind === 'ftp')
      ? flipFreshForMs
      : freshForMs
    const readAtMs = view.readAtMs[kind]
    if (readAtMs === null || nowMs - readAtMs + readingMs > mayBeMs) requests += 1
    // A password cannot be read back.
    if (ofKind.some((item) => item.op !== 'password')) requests += 1
  }
  return requests
}

/**
 * All requests of one server's lane: changes, the reading before where the last one will be too old, and the reading
 * back.
 */
export function serverRunRequests(items: readonly PlanItem[], view: ServerView, nowMs: number): number {
  const changes = items.reduce((sum, item) => sum + changesOf(item), 0)
  const single = view.listHasAllowedIps ? 0 : items.reduce((sum, item) => sum + singleReads(item), 0)
  return changes + single + listReads(items, view, nowMs)
}
