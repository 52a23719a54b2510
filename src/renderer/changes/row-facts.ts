import type { RowFacts } from '../../shared/model/plan.ts'

/** Fields that do not help to recognise a row or to decide on it. */
const notShown: ReadonlySet<string> = new Set([
  'id',
  'username',
  'name',
  'owner',
  'homeDir',
  'createdAt',
  'updatedAt',
  'lastRunAt',
  'lastRunOk',
  'nextRunAt',
])

/** Returns the fields to show of a change: those that it changes, or what is known of the row that it deletes. */
export function shownFields({
  before,
  after,
}: {
  readonly before: RowFacts | null
  readonly after: RowFacts | null
}): readonly string[] {
  if (after !== null) return Object.keys(after)
  return Object.entries(before ?? {})
    .filter(([field, value]) => !notShown.has(field) && value !== '' && (value !== null || field === 'allowedIps'))
    .map(([field]) => field)
}
