import { sameList } from '../../../shared/ip/index.ts'
import { sameValue } from '../same-value.ts'

/** Returns a list of addresses as texts; null if it is not known. */
export const strings = (value: unknown): readonly string[] | null => (Array.isArray(value) ? value.map(String) : null)

/** Whether two lists of addresses name the same networks. An unknown list equals only another unknown one. */
function isSameAddresses(a: unknown, b: unknown): boolean {
  const [one, two] = [strings(a), strings(b)]
  return one === null || two === null ? one === two : sameList(one, two)
}

/** Whether a shown value of an account's field means the same as another one. */
export function isSameValue(field: string, shown: unknown, other: unknown): boolean {
  if (field === 'allowedIps') return isSameAddresses(shown, other)
  // The panel may put the owner in front of the name.
  return sameValue(field, shown, other) || (field === 'username' && String(shown).endsWith(`_${String(other)}`))
}
