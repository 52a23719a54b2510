import { isListed } from '../../../shared/kinds/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { creationOf, rowKind } from '../../kinds/index.ts'
import { countSetters } from '../../kinds/setters.ts'
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
 * changes and one after them. A run may need more: on a slow server it reads again what has become too old, and it
 * reads an account by itself if the list lacks its switch.
 */
export function serverRunRequests(items: readonly PlanItem[], view: Pick<ServerView, 'listHasAllowedIps'>): number {
  const readsOf = items.filter(({ kind }) => isListed(kind)).map(({ kind, step = 0 }) => `${step} ${kind}`)
  const listReads = 2 * new Set(readsOf).size
  return listReads + items.reduce((sum, item) => sum + itemRequests(item, view), 0)
}
