/**
 * Whether a change of an IP list turns the restriction on or off. The API document does not say what an empty list
 * means, so both ways are confirmed on their own; from a list that was never read, so is either.
 */
export function confirmNeeded(
  before: readonly string[] | null,
  after: readonly string[],
): 'first-restriction' | 'last-restriction' | null {
  if (after.length > 0) return before === null || before.length === 0 ? 'first-restriction' : null
  return before === null || before.length > 0 ? 'last-restriction' : null
}
