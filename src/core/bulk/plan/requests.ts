import { isListed } from '../../../shared/kinds/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { creationOf, rowKind } from '../../kinds/index.ts'
import { countSetters, flipped } from '../../kinds/setters.ts'
import type { ServerView } from '../../planning/server-view.ts'

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

/** Whether an item flips a switch after other requests, so that its row is read between them. */
function flipsLast(item: PlanItem): boolean {
  const flips = fieldsOf(item).some((field) => flipped(item.kind).includes(field))
  return flips && changeRequests(item) > 1
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
  changeRequests(item) + (isListed(item.kind) && view.listHasAllowedIps ? 0 : singleReads(item))

/**
 * Estimates the requests of a server run: its items, and for each step and kind of rows a read of the list before the
 * changes and one after them, with one more between settings and flips of the same rows. A run may need more: on a slow
 * server it reads again what has become too old, and it reads an account by itself if the list lacks its switch.
 */
export function serverRunRequests(items: readonly PlanItem[], view: Pick<ServerView, 'listHasAllowedIps'>): number {
  const listed = items.filter(({ kind }) => isListed(kind))
  const listsOf = (some: readonly PlanItem[]) => new Set(some.map(({ kind, step = 0 }) => `${step} ${kind}`)).size
  const listReads = 2 * listsOf(listed) + listsOf(listed.filter(flipsLast))
  return listReads + items.reduce((sum, item) => sum + itemRequests(item, view), 0)
}
