import type { ActivityEntry } from '../../shared/model/activity.ts'

type Facts = Readonly<Record<string, unknown>>
type Sides = Pick<ActivityEntry, 'before' | 'after'>

/** One field of an entry. A list is told by what came and went; `only` is a value with nothing to compare it to. */
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

/** Fields in the order in which a reader asks for them; others follow by name. */
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
/** What a panel moves on by itself: beside the point of a change. */
const ownDoing: ReadonlySet<string> = new Set(['createdAt', 'updatedAt', 'lastRunAt', 'lastRunOk', 'nextRunAt'])
/** What tells most of something new or gone; its name stands in the entry's subject already. */
const gist: ReadonlySet<string> = new Set([
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
/** What a run of a bulk change counts: nothing to tell of where it is none. */
const counted: ReadonlySet<string> = new Set(['confirmed', 'failed', 'skipped', 'unknown'])

function byReading(a: string, b: string): number {
  const [placeA, placeB] = [order.indexOf(a), order.indexOf(b)]
  if (placeA < 0 && placeB < 0) return a < b ? -1 : 1
  if (placeA < 0 || placeB < 0) return placeA < 0 ? 1 : -1
  return placeA - placeB
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

function fieldDiff(field: string, before: Facts | null, after: Facts | null): FieldDiff {
  const [was, is] = [before?.[field], after?.[field]]
  if (before === null || was === undefined) return { kind: 'only', field, side: 'after', value: is }
  if (after === null || is === undefined) return { kind: 'only', field, side: 'before', value: was }
  if (isList(was) && isList(is)) {
    return {
      kind: 'list',
      field,
      added: is.filter((entry) => !was.includes(entry)),
      removed: was.filter((entry) => !is.includes(entry)),
      kept: is.filter((entry) => was.includes(entry)),
    }
  }
  return { kind: 'change', field, before: was, after: is }
}

/**
 * Everything that is written down of an entry, field by field. Two equal values are left out where both sides are
 * known.
 */
export function diffOf({ before, after }: Sides): readonly FieldDiff[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort(byReading)
  const compared = before !== null && after !== null
  return fields
    .filter((field) => !counted.has(field) || !isBlank(after?.[field], field))
    .filter((field) => !compared || !(field in before) || !(field in after) || !isSame(before[field], after[field]))
    .map((field) => fieldDiff(field, before, after))
}

/** What a line of the table tells of an entry: what a user changed, or the gist of what is new or gone. */
export function summaryOf(entry: Sides): readonly FieldDiff[] {
  const compared = entry.before !== null && entry.after !== null
  return diffOf(entry).filter((diff) =>
    compared
      ? !ownDoing.has(diff.field)
      : gist.has(diff.field) && diff.kind === 'only' && !isBlank(diff.value, diff.field),
  )
}

/** Names of the fields that the summary tells of. */
export function reportedFields(entry: Sides): readonly string[] {
  return summaryOf(entry).map(({ field }) => field)
}

/** Nothing to tell of; an empty list of addresses is, for it may let everyone in. */
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
