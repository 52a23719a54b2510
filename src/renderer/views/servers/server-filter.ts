import type { ServerRow } from '../../fleet/server-row.ts'
import { statusKinds } from '../../fleet/server-status.ts'
import type { FieldTests } from '../../table/filter.ts'
import { alternatives, type FilterGuide, formatTerm, parseQuery, type Term } from '../../table/query.ts'
import { begins, serverFields, serverGuide, type ServerWords } from '../../table/server-fields.ts'

const dayMs = 86_400_000
const isDays = (value: string) => /^\d+$/.test(value)

/**
 * The fields of the filter over servers. `expires:30` matches a trusted certificate that ends within 30 days or has
 * ended. `now` returns the time in ms.
 */
export function serverTests(now: () => number): FieldTests<ServerRow> {
  return {
    ...serverFields<ServerRow>(),
    status: ({ state }, value) => begins(state.kind, value),
    expires: ({ server: { pin } }, value) =>
      pin !== null && isDays(value) && pin.validToMs < now() + Number(value) * dayMs,
  }
}

/** The values that the filter over servers suggests, and which values are valid. */
export function serverFilterGuide(words: ServerWords): FilterGuide {
  return {
    ...serverGuide(words),
    status: { values: () => statusKinds, isGood: (value) => statusKinds.some((kind) => begins(kind, value)) },
    expires: { values: () => ['7', '30', '90'], isGood: isDays },
  }
}

/** The fields of which one value can be chosen from a list beside the filter. */
export type QuickField = 'status' | 'env' | 'tag' | 'folder'
const fieldNames = new Set(Object.keys(serverTests(() => 0)))

/** Returns the conditions of a filter over servers. */
export const serverTerms = (query: string): readonly Term[] => parseQuery(query, fieldNames)

/** Returns the value of the only condition on a field; null without one, and if there is more to it. */
export function chosenValue(query: string, field: QuickField): string | null {
  const [term, ...others] = serverTerms(query).filter((each) => each.field === field)
  const isOne = term !== undefined && others.length === 0 && !term.negated && alternatives(term).length === 1
  return isOne ? term.value : null
}

/** Returns the filter with this value as the only condition on a field, or for null without a condition on it. */
export function withChosenValue(query: string, field: QuickField, value: string | null): string {
  const others = serverTerms(query).filter((each) => each.field !== field)
  return [...others, ...(value === null ? [] : [{ field, value, negated: false }])].map(formatTerm).join(' ')
}
