import { plainSchedule } from './cron/plain-schedule.ts'
import { sameList } from './ip/index.ts'
import type { PlanItem, RowFacts } from './model/plan.ts'

/**
 * Whether a row's value of a field equals the wanted one. Lists of addresses are compared regardless of order and
 * spelling, schedules in plain form (`plainSchedule`), other texts without the spaces around them, and null equals
 * absent. A domain that is not shown counts as equal: the API document takes a domain with a new row, but
 * shows none in its rows.
 */
export function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true
  if (field === 'domain') return (a ?? null) === null
  if (field === 'allowedIps' && Array.isArray(a) && Array.isArray(b))
    return sameList(a as readonly string[], b as readonly string[])
  if (typeof a !== 'string' || typeof b !== 'string') return false
  return field === 'cronExpr' ? plainSchedule(a) === plainSchedule(b) : a.trim() === b.trim()
}

/** Fields that a panel changes by itself. */
const panelFields: ReadonlySet<string> = new Set(['updatedAt', 'lastRunAt', 'lastRunOk', 'nextRunAt'])

/** Returns the fields of a row without those that a panel changes by itself. */
export const userFields = (facts: RowFacts): RowFacts =>
  Object.fromEntries(Object.entries(facts).filter(([field]) => !panelFields.has(field)))

/** Returns the known fields of a row that a change does not touch, without those that never change. */
export const othersOf = (row: RowFacts, after: RowFacts | null): RowFacts => {
  const { id: _id, username: _username, createdAt: _createdAt, ...fields } = userFields(row)
  return Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => value !== null && !(field in (after ?? {}))),
  )
}

const isKnown = (value: unknown) => value !== null && value !== undefined

/** Returns the fields of a row that are not as expected. A value that is unknown on either side is no change. */
export const changedFields = (row: RowFacts, expected: RowFacts): readonly string[] =>
  Object.keys(userFields(expected)).filter(
    (field) => isKnown(row[field]) && isKnown(expected[field]) && !sameValue(field, row[field], expected[field]),
  )

/**
 * Returns what a change did to its row besides what was wanted: the fields that are otherwise than before, with their
 * new values; null if there are none. A panel whose PUT replaces the row resets the fields that were not sent.
 */
export function sideEffects(before: RowFacts, after: RowFacts, { after: wanted }: Pick<PlanItem, 'after'>) {
  const fields = changedFields(after, before).filter((field) => !(field in (wanted ?? {})))
  return fields.length === 0 ? null : Object.fromEntries(fields.map((field) => [field, after[field]]))
}
