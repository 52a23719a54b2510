import type { PlanItem, RowFacts } from '../../shared/model/plan.ts'
import type { SameValue } from '../planning/outcome.ts'
import type { Facts } from './kind.ts'

/** Returns the fields that have a value. */
export function definedFields(fields: Facts): Facts {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Fields that a panel changes by itself. */
const panelFields: ReadonlySet<string> = new Set(['updatedAt', 'lastRunAt', 'lastRunOk', 'nextRunAt'])

/** Returns the fields of a row without those that a panel changes by itself. */
const userFields = (facts: RowFacts): RowFacts =>
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
export const changedFields = (row: RowFacts, expected: RowFacts, same: SameValue): readonly string[] =>
  Object.keys(userFields(expected)).filter(
    (field) => isKnown(row[field]) && isKnown(expected[field]) && !same(field, row[field], expected[field]),
  )

/**
 * Returns what a change did to its row besides what was wanted: the fields that are otherwise than before, with their
 * new values; null if there are none. A panel whose PUT replaces the row resets the fields that were not sent.
 */
export function sideEffects(
  before: RowFacts,
  after: RowFacts,
  { after: wanted }: Pick<PlanItem, 'after'>,
  same: SameValue,
) {
  const fields = changedFields(after, before, same).filter((field) => !(field in (wanted ?? {})))
  return fields.length === 0 ? null : Object.fromEntries(fields.map((field) => [field, after[field]]))
}
