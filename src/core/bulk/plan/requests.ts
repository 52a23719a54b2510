import { listedKinds } from '../../../shared/kinds/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { creationOf, rowKind } from '../../kinds/index.ts'
import { countSetters, flipped } from '../../kinds/setters.ts'
import { freshForMs } from './read-server-views.ts'
import type { ServerView } from './actions/server-view.ts'

/** The greatest age, in ms, of the read before a flip. A switch can only be flipped, so the read must be recent. */
const flipFreshForMs = 15_000
/** How long the user takes at least to review the plan, in ms. A snapshot that is too old by then is read again. */
const reviewMs = 30_000

/** Returns the fields that an item sets. */
const fieldsOf = ({ after }: PlanItem): readonly string[] =>
  Object.keys(after ?? {}).filter((field) => after?.[field] !== undefined)

/** Counts the requests that change the row: one for each endpoint that its fields go to. */
export function changeRequests(item: PlanItem): number {
  switch (item.op) {
    case 'remove':
    case 'password':
      return 1
    case 'create': {
      // A creation cannot carry all fields (API document, "Create"); what a new row has by itself is not sent.
      const { carries, defaults } = creationOf(item.kind)
      const isSent = (field: string) => !carries.includes(field) && item.after?.[field] !== defaults[field]
      return 1 + countSetters(item.kind, fieldsOf(item).filter(isSent))
    }
    case 'update':
      return countSetters(item.kind, fieldsOf(item))
  }
}

/**
 * Counts the reads of single rows that an item needs on a panel whose list lacks a field that it sets: one before the
 * change, if there is a row, and one after.
 */
function singleReads(item: PlanItem): number {
  const { ownRead } = rowKind(item.kind)
  if (!fieldsOf(item).some((field) => ownRead.includes(field))) return 0
  return item.op === 'create' ? 1 : 2
}

/** Counts the requests that an item needs by itself: its changes, and the reads of its row alone. */
export const itemRequests = (item: PlanItem, view: Pick<ServerView, 'listHasAllowedIps'>): number =>
  changeRequests(item) + (view.listHasAllowedIps ? 0 : singleReads(item))

function listReads(items: readonly PlanItem[], view: ServerView, nowMs: number): number {
  let requests = 0
  for (const kind of listedKinds) {
    const ofKind = items.filter((item) => item.kind === kind && (view.listHasAllowedIps || singleReads(item) === 0))
    if (ofKind.length === 0) continue
    const flips = (item: PlanItem) =>
      item.op === 'update' && fieldsOf(item).some((field) => flipped(kind).includes(field))
    const readAtMs = view.readAtMs[kind]
    const maxAgeMs = ofKind.some(flips) ? flipFreshForMs : freshForMs
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
  return items.reduce((sum, item) => sum + itemRequests(item, view), 0) + listReads(items, view, nowMs)
}
