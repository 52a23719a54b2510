import type { Kind } from '../../shared/kinds/index.ts'
import { rowKind, type SetterName } from './index.ts'
import type { Setter } from './kind.ts'

/** Returns the setters of a kind with their names, in the order in which they are sent. */
export const namedSetters = (kind: Kind) =>
  Object.entries(rowKind(kind).setters) as readonly (readonly [SetterName<Kind>, Setter])[]

const settersOf = (kind: Kind): readonly Setter[] => Object.values(rowKind(kind).setters)

/** Returns the fields of a kind that can be set and read back: all but passwords. */
export const settable = (kind: Kind): readonly string[] =>
  settersOf(kind).flatMap(({ fields, secret }) => fields.filter((field) => field !== secret))

/** Returns the fields of a kind that can only be flipped. */
export const flipped = (kind: Kind): readonly string[] =>
  settersOf(kind).flatMap(({ fields, endpoint }) => (endpoint.retryClass === 'flip' ? fields : []))

/**
 * Returns those of the fields that can be sent next. A panel may reset a switch when other fields are set, so a switch
 * is flipped last, and only after the row has been read again.
 */
export function nextFields(kind: Kind, fields: readonly string[]): readonly string[] {
  const set = fields.filter((field) => !flipped(kind).includes(field))
  return set.length > 0 ? set : fields
}

/** Returns how many requests set these fields of an existing row. */
export const countSetters = (kind: Kind, changed: readonly string[]): number =>
  settersOf(kind).filter(({ fields }) => fields.some((field) => changed.includes(field))).length
