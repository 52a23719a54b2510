import { rebaseList, shortCidr } from '../../shared/ip/index.ts'
import type { PublicAction } from '../../shared/model/bulk-action.ts'
import type { PlanItem, RowFacts } from '../../shared/model/plan.ts'
import { addressDiff, isList } from '../changes/diff.ts'
import { textDiff, type TextPart } from './text-diff.ts'

/** One field of an item: a list with signs, a text with its changed parts marked, two values, or `only` one value. */
export type FieldChange =
  | {
      readonly kind: 'ips'
      readonly field: string
      readonly was: 'known' | 'open' | 'unknown'
      readonly kept: readonly string[]
      readonly added: readonly string[]
      readonly removed: readonly string[]
    }
  | {
      readonly kind: 'text'
      readonly field: string
      readonly before: readonly TextPart[]
      readonly after: readonly TextPart[]
    }
  | { readonly kind: 'value'; readonly field: string; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'only'; readonly field: string; readonly value: unknown }

/** Fields that do not help the user to decide on an item. */
const notShown: ReadonlySet<string> = new Set([
  'id',
  'username',
  'owner',
  'createdAt',
  'updatedAt',
  'lastRunAt',
  'lastRunOk',
  'nextRunAt',
  'homeDir',
  'name',
])

function ipsChange(field: string, before: unknown, after: readonly string[]): FieldChange {
  if (!isList(before)) return { kind: 'ips', field, was: 'unknown', kept: [], added: after.map(shortCidr), removed: [] }
  return { kind: 'ips', field, was: before.length === 0 ? 'open' : 'known', ...addressDiff(before, after) }
}

function fieldChange(field: string, before: unknown, after: unknown): FieldChange {
  if (field === 'allowedIps' && isList(after)) return ipsChange(field, before, after)
  if ((field === 'command' || field === 'cronExpr') && typeof before === 'string' && typeof after === 'string') {
    return { kind: 'text', field, ...textDiff(before, after) }
  }
  return { kind: 'value', field, before, after }
}

/** Returns the difference between two states of a row, field by field, in the order of `after`. */
export function factsDiff(before: RowFacts, after: RowFacts): readonly FieldChange[] {
  return Object.keys(after).map((field) => fieldChange(field, before[field], after[field]))
}

/**
 * Returns the fields that describe a row by itself, and not a change of it. Of a new row, everything that is off is
 * omitted except `enabled`.
 */
export function factsAlone(facts: RowFacts, isNew: boolean): readonly FieldChange[] {
  return Object.entries(facts)
    .filter(
      ([field, value]) =>
        !notShown.has(field) && value !== null && value !== '' && !(isNew && value === false && field !== 'enabled'),
    )
    .map(([field, value]) =>
      field === 'allowedIps' && isList(value) ? ipsChange(field, value, value) : { kind: 'only', field, value },
    )
}

/** Returns the changes that an item makes to its row. A password has no visible value. */
export function itemDiff({ op, before, after }: Pick<PlanItem, 'op' | 'before' | 'after'>): readonly FieldChange[] {
  if (op === 'password') return []
  if (op === 'create') return after === null ? [] : factsAlone(after, true)
  if (op === 'remove') return before === null ? [] : factsAlone(before, false)
  return after === null ? [] : factsDiff(before ?? {}, after)
}

/**
 * The three sides of a conflict: `was` is what the plan started from, `found` is what was read, and `wanted` is what
 * core will set if the item is applied all the same. Only the fields of the change are included. A deletion has none,
 * so it shows the fields in `found`, which differ from the plan.
 */
export function conflictFacts(
  item: { readonly before: RowFacts | null; readonly after: RowFacts | null; readonly found: RowFacts | null },
  action: PublicAction,
): {
  readonly was: RowFacts
  readonly found: RowFacts
  readonly wanted: RowFacts
} {
  const { before, after, found } = item
  const fields = Object.keys(after ?? found ?? {})
  const pickFields = (facts: RowFacts | null): RowFacts =>
    Object.fromEntries(
      fields.filter((field) => facts !== null && field in facts).map((field) => [field, facts?.[field]]),
    )
  const [planned, wanted, current] = [before?.['allowedIps'], after?.['allowedIps'], found?.['allowedIps']]
  const isReplaced = 'patch' in action && 'ips' in action.patch && action.patch.ips?.mode === 'set'
  const rebased =
    !isReplaced && isList(planned) && isList(wanted) && isList(current)
      ? { allowedIps: rebaseList(current, planned, wanted) }
      : {}
  return { was: pickFields(before), found: pickFields(found), wanted: { ...pickFields(after), ...rebased } }
}
