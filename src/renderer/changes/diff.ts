import { diffLists, shortCidr } from '../../shared/ip/index.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'

type Facts = Readonly<Record<string, unknown>>
type Sides = Pick<ActivityEntry, 'before' | 'after'>

/** One field of an entry. A `list` has what was added, removed and kept; `only` has no other value to compare with. */
export type FieldDiff =
  | {
      readonly kind: 'list'
      readonly field: string
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly kept: readonly string[]
    }
  | { readonly kind: 'change'; readonly field: string; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'only'; readonly field: string; readonly side: 'before' | 'after'; readonly value: unknown }

/** The order of the fields, most important first. Fields that are not listed follow by name. */
const order = [
  'name',
  'username',
  'url',
  'enabled',
  'readOnly',
  'allowedIps',
  'password',
  'quotaMb',
  'cronExpr',
  'command',
  'domain',
  'emailOnComplete',
  'emailOnError',
  'environment',
  'folder',
  'tags',
  'colour',
  'timeZone',
  'allowHttp',
  'token',
  'certificate',
  'kind',
  'note',
  'notes',
  'owner',
  'homeDir',
  'id',
  'confirmed',
  'failed',
  'unknown',
  'skipped',
]
/** Fields that a panel changes by itself, so they are not what the user changed. */
const panelFields: ReadonlySet<string> = new Set(['createdAt', 'updatedAt', 'lastRunAt', 'lastRunOk', 'nextRunAt'])
/** Fields that only an undo needs: ids, positions, and the order of all others. */
const hiddenFields: ReadonlySet<string> = new Set(['viewId', 'setId', 'position', 'createdAtMs', 'order', 'demo'])
/** The fields that describe something created or removed best. Its name is left out: the entry's subject shows it. */
const mainFields: ReadonlySet<string> = new Set([
  'url',
  'environment',
  'tags',
  'allowedIps',
  'quotaMb',
  'cronExpr',
  'command',
  'domain',
  'confirmed',
  'failed',
  'skipped',
  'unknown',
])
/** The counts of a bulk change's run. A count of zero is not shown. */
const counted: ReadonlySet<string> = new Set(['confirmed', 'failed', 'skipped', 'unknown'])

function byImportance(a: string, b: string): number {
  const [indexA, indexB] = [order.indexOf(a), order.indexOf(b)]
  if (indexA < 0 && indexB < 0) return a < b ? -1 : 1
  if (indexA < 0 || indexB < 0) return indexA < 0 ? 1 : -1
  return indexA - indexB
}

export function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isSame(field: string, a: unknown, b: unknown): boolean {
  if (field === 'allowedIps' && isList(a) && isList(b)) {
    const { added, removed } = addressDiff(a, b)
    return added.length + removed.length === 0
  }
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** Compares two lists of addresses as networks: another spelling of the same network is no difference. */
export function addressDiff(before: readonly string[], after: readonly string[]) {
  const { kept, added, removed } = diffLists(before, after)
  return { kept: kept.map(shortCidr), added: added.map(shortCidr), removed: removed.map(shortCidr) }
}

function listDiff(field: string, before: readonly string[], after: readonly string[]) {
  if (field === 'allowedIps') return addressDiff(before, after)
  return {
    added: after.filter((entry) => !before.includes(entry)),
    removed: before.filter((entry) => !after.includes(entry)),
    kept: after.filter((entry) => before.includes(entry)),
  }
}

function fieldDiff(field: string, before: Facts | null, after: Facts | null): FieldDiff {
  const [was, is] = [before?.[field], after?.[field]]
  if (before === null || was === undefined) return { kind: 'only', field, side: 'after', value: is }
  if (after === null || is === undefined) return { kind: 'only', field, side: 'before', value: was }
  if (isList(was) && isList(is)) return { kind: 'list', field, ...listDiff(field, was, is) }
  return { kind: 'change', field, before: was, after: is }
}

/** Returns the recorded fields of an entry, without values that are equal on both sides and counts of zero. */
export function diffOf({ before, after }: Sides): readonly FieldDiff[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort(byImportance)
  const compared = before !== null && after !== null
  return fields
    .filter((field) => !hiddenFields.has(field))
    .filter((field) => !counted.has(field) || !isBlank(after?.[field], field))
    .filter(
      (field) => !compared || !(field in before) || !(field in after) || !isSame(field, before[field], after[field]),
    )
    .map((field) => fieldDiff(field, before, after))
}

/** Returns the fields for a table line: what a user changed, or the main fields of what was created or removed. */
export function summaryOf(entry: Sides): readonly FieldDiff[] {
  const compared = entry.before !== null && entry.after !== null
  return diffOf(entry).filter((diff) =>
    compared
      ? !panelFields.has(diff.field)
      : mainFields.has(diff.field) && diff.kind === 'only' && !isBlank(diff.value, diff.field),
  )
}

/** Returns the names of the fields in the summary. */
export function reportedFields(entry: Sides): readonly string[] {
  return summaryOf(entry).map(({ field }) => field)
}

/** Whether a value has nothing to show. An empty list of addresses is shown, because it may let everyone in. */
function isBlank(value: unknown, field: string): boolean {
  if (field === 'allowedIps' && Array.isArray(value)) return false
  if (counted.has(field)) return value === 0
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    value === 'none' ||
    (Array.isArray(value) && value.length === 0)
  )
}
