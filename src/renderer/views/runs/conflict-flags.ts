import { isOneOf, listFlags, type ListFlag } from '../../../shared/ip/index.ts'
import type { PublicAction } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { conflictFacts } from '../../bulk/item-diff.ts'

/** A held item with what must be confirmed before it is applied. */
export interface ConflictItem {
  readonly item: RunItem
  readonly flags: readonly ListFlag[]
  /** Addresses of ours that its list would lose. */
  readonly lostProtectedIps: readonly string[]
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

/**
 * What the row as it was found makes of the change of its list; core reckons the same and refuses what is not
 * confirmed.
 */
export function conflictItem(item: RunItem, action: PublicAction, protectedIps: readonly string[]): ConflictItem {
  const { found, wanted } = conflictFacts(item, action)
  const [before, after] = [found['allowedIps'], wanted['allowedIps']]
  if (item.op !== 'update' || !isList(after)) return { item, flags: [], lostProtectedIps: [] }
  return { item, ...listFlags(isList(before) ? before : null, after, protectedIps) }
}

const order: readonly ListFlag[] = ['first-restriction', 'last-restriction', 'ours-dropped']

/** The flags of held items, each with how many carry it. */
export function conflictGroups(
  items: readonly ConflictItem[],
): readonly { readonly flag: ListFlag; readonly count: number }[] {
  return order
    .map((flag) => ({ flag, count: items.filter(({ flags }) => flags.includes(flag)).length }))
    .filter(({ count }) => count > 0)
}

/** Those of which all that must be confirmed is. */
export function confirmedOf(items: readonly ConflictItem[], included: ReadonlySet<ListFlag>): readonly ConflictItem[] {
  return items.filter(({ flags }) => flags.every((flag) => included.has(flag)))
}

/** Whether an address must be typed and is not, or is another. */
export function lacksProtected(confirmed: readonly ConflictItem[], typed: string): boolean {
  const lost = confirmed.flatMap(({ lostProtectedIps }) => lostProtectedIps)
  return lost.length > 0 && !isOneOf(lost, typed)
}
