import { isOneOf, listFlagNames, listFlags, type ListFlag } from '../../../shared/ip/index.ts'
import type { PublicAction } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { conflictFacts } from '../../bulk/item-diff.ts'

/** A conflict, and what must be confirmed before it is applied. */
export interface ConflictItem {
  readonly item: RunItem
  readonly flags: readonly ListFlag[]
  /** Protected addresses that its list would lose. */
  readonly lostProtectedIps: readonly string[]
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

/** Returns what the change would do to the list as found. Core computes the same and refuses what is not confirmed. */
export function conflictItem(item: RunItem, action: PublicAction, protectedIps: readonly string[]): ConflictItem {
  const { found, wanted } = conflictFacts(item, action)
  const [before, after] = [found['allowedIps'], wanted['allowedIps']]
  if (item.op !== 'update' || !isList(after)) return { item, flags: [], lostProtectedIps: [] }
  return { item, ...listFlags(isList(before) ? before : null, after, protectedIps) }
}

/** Returns the flags of conflicts, with the number of conflicts for each flag. */
export function conflictGroups(
  items: readonly ConflictItem[],
): readonly { readonly flag: ListFlag; readonly count: number }[] {
  return listFlagNames
    .map((flag) => ({ flag, count: items.filter(({ flags }) => flags.includes(flag)).length }))
    .filter(({ count }) => count > 0)
}

/** Returns the conflicts whose flags are all confirmed. */
export function confirmedOf(items: readonly ConflictItem[], included: ReadonlySet<ListFlag>): readonly ConflictItem[] {
  return items.filter(({ flags }) => flags.every((flag) => included.has(flag)))
}

/** Returns whether a protected address must be typed and the typed text is not one of them. */
export function lacksProtected(confirmed: readonly ConflictItem[], typed: string): boolean {
  const lost = confirmed.flatMap(({ lostProtectedIps }) => lostProtectedIps)
  return lost.length > 0 && !isOneOf(lost, typed)
}
