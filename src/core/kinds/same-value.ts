const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/**
 * Whether two values of a field mean the same, for fields without a rule of their own. Texts are compared without the
 * spaces around them, and null equals absent. A domain that is not shown is no difference: the API document takes a
 * domain with a new row, but shows none in its rows.
 */
export function sameValue(field: string, shown: unknown, other: unknown): boolean {
  if (field === 'domain' && isEmpty(shown)) return true
  if (typeof shown === 'string' && typeof other === 'string') return shown.trim() === other.trim()
  return (shown ?? null) === (other ?? null)
}
