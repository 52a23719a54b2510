import type { PlanItem } from '../../../shared/model/plan.ts'
import { freshForMs } from './read-server-views.ts'
import type { ServerView } from './actions/server-view.ts'

/** The greatest age, in ms, of the read before a flip. A switch can only be flipped, so the read must be recent. */
const flipFreshForMs = 15_000
/** How long the user takes at least to review the plan, in ms. A snapshot that is too old by then is read again. */
const reviewMs = 30_000

const setsField = (item: PlanItem, field: string): boolean => item.after !== null && field in item.after
const oneIfAny = (item: PlanItem, fields: readonly string[]): number =>
  fields.some((field) => setsField(item, field)) ? 1 : 0

/** The settings that a new job has by default. */
const defaultJobSettings: Readonly<Record<string, unknown>> = {
  enabled: true,
  emailOnComplete: '',
  emailOnError: false,
}

/** Whether a new job needs a second request, for settings that a creation cannot carry (API document, "Create"). */
const needsSecondRequest = ({ after }: PlanItem): boolean =>
  Object.entries(defaultJobSettings).some(([field, usual]) => after?.[field] !== undefined && after[field] !== usual)

/** Counts the requests that change the row: one for each endpoint that its fields go to. */
export function changeRequests(item: PlanItem): number {
  switch (item.op) {
    case 'remove':
    case 'password':
      return 1
    case 'create':
      if (item.kind === 'cron') return needsSecondRequest(item) ? 2 : 1
      return 1 + oneIfAny(item, ['quotaMb', 'readOnly']) + oneIfAny(item, ['allowedIps']) + oneIfAny(item, ['enabled'])
    case 'update':
      if (item.kind === 'cron') return 1
      return oneIfAny(item, ['allowedIps']) + oneIfAny(item, ['quotaMb', 'readOnly']) + oneIfAny(item, ['enabled'])
  }
}

/**
 * Counts the reads of single accounts that an item needs on a panel whose list lacks `allowed_ips`: one before the
 * change, if there is a row, and one after.
 */
const singleReads = (item: PlanItem): number =>
  item.kind === 'ftp' && setsField(item, 'allowedIps') ? (item.op === 'create' ? 1 : 2) : 0

function listReads(items: readonly PlanItem[], view: ServerView, nowMs: number): number {
  let requests = 0
  for (const kind of ['ftp', 'cron'] as const) {
    const ofKind = items.filter((item) => item.kind === kind && (view.listHasAllowedIps || singleReads(item) === 0))
    if (ofKind.length === 0) continue
    const maxAgeMs = ofKind.some((item) => item.op === 'update' && setsField(item, 'enabled') && kind === 'ftp')
      ? flipFreshForMs
      : freshForMs
    const readAtMs = view.readAtMs[kind]
    if (readAtMs === null || nowMs - readAtMs + reviewMs > maxAgeMs) requests += 1
    // A password cannot be read back.
    if (ofKind.some((item) => item.op !== 'password')) requests += 1
  }
  return requests
}

/**
 * Estimates the requests of a server run: the changes, a read before them if the plan's snapshot will be too old, and
 * the read-back. A run may need more: it reads the list before and after the changes in any case, and it reads an
 * account by itself if the list lacks its switch.
 */
export function serverRunRequests(items: readonly PlanItem[], view: ServerView, nowMs: number): number {
  const changes = items.reduce((sum, item) => sum + changeRequests(item), 0)
  const singleReadCount = view.listHasAllowedIps ? 0 : items.reduce((sum, item) => sum + singleReads(item), 0)
  return changes + singleReadCount + listReads(items, view, nowMs)
}
