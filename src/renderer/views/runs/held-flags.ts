import { isOneOf, listFlags, type ListFlag } from '../../../shared/ip/index.ts'
import type { ToldAction } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { heldFacts } from '../../bulk/item-diff.ts'

/** A held item with what must be confirmed before it is applied. */
export interface HeldItem {
  readonly item: RunItem
  readonly flags: readonly ListFlag[]
  /** Addresses of ours that its list would lose. */
  readonly oursLost: readonly string[]
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

/**
 * What the row as it was found makes of the change of its list; core reckons the same and refuses what is not
 * confirmed.
 */
export function heldItem(item: RunItem, action: ToldAction, ours: readonly string[]): HeldItem {
  const { found, wanted } = heldFacts(item, action)
  const [before, after] = [found['allowedIps'], wanted['allowedIps']]
  if (item.op !== 'update' || !isList(after)) return { item, flags: [], oursLost: [] }
  return { item, ...listFlags(isList(before) ? before : null, after, ours) }
}

const order: readonly ListFlag[] = ['first-restriction', 'last-restriction', 'ours-dropped']

/** The flags of held items, each with how many carry it. */
export function heldGroups(items: readonly HeldItem[]): readonly { readonly flag: ListFlag; readonly count: number }[] {
  return order
    .map((flag) => ({ flag, count: items.filter(({ flags }) => flags.includes(flag)).length }))
    .filter(({ count }) => count > 0)
}

/** Those of which all that must be confirmed is. */
export function confirmedOf(items: readonly HeldItem[], included: ReadonlySet<ListFlag>): readonly HeldItem[] {
  return items.filter(({ flags }) => flags.every((flag) => included.has(flag)))
}

/** Whether an address must be typed and is not, or is another. */
export function lacksOurs(confirmed: readonly HeldItem[], typed: string): boolean {
  const lost = confirmed.flatMap(({ oursLost }) => oursLost)
  return lost.length > 0 && !isOneOf(lost, typed)
}
