import { normaliseList, sameList, subtract } from './list.ts'
import { openFamiliesOf } from './warnings.ts'

type List = readonly string[]
/** What must be confirmed by name before a list is changed, in the order in which it is asked. */
export const listFlagNames = ['first-restriction', 'last-restriction', 'open-to-all', 'ours-dropped'] as const
export type ListFlag = (typeof listFlagNames)[number]
export type RestrictionFlag = Exclude<ListFlag, 'ours-dropped'>

/**
 * Tells whether a change of an IP list turns the restriction on or off. The API document does not say what an empty
 * list means, so each direction has its own confirmation. A list that allows every address of a family restricts
 * nothing: to open it is confirmed like emptying it, and to close it again is a first restriction. If the list before
 * was never read, every direction needs a confirmation.
 */
export function confirmNeeded(before: List | null, after: List): RestrictionFlag | null {
  if (after.length === 0) return before === null || before.length > 0 ? 'last-restriction' : null
  const [wasOpen, isOpen] = [openFamiliesOf(before ?? []), openFamiliesOf(after)]
  if (isOpen.size > 0) return [...isOpen].every((family) => wasOpen.has(family)) ? null : 'open-to-all'
  return before === null || before.length === 0 || wasOpen.size > 0 ? 'first-restriction' : null
}

/**
 * Returns the protected addresses that a list would lose, wholly or in part. If the list before was never read, these
 * are all that the new list does not hold. An emptied list loses all that it held, because an empty list may mean
 * closed to all.
 */
export function lostProtectedIps(before: List | null, after: List, protectedIps: List): List {
  return protectedIps.filter((entry) => {
    const shutOut = subtract([entry], after)
    return (
      subtract(shutOut, before === null ? [] : subtract([entry], before)).length > 0 &&
      normaliseList([entry]).problems.length === 0
    )
  })
}

/** Returns what must be confirmed before a list is changed, and the protected addresses that it would lose. */
export function listFlags(
  before: List | null,
  after: List,
  protectedIps: List,
): { readonly flags: readonly ListFlag[]; readonly lostProtectedIps: List } {
  const turned = confirmNeeded(before, after)
  const lost = lostProtectedIps(before, after, protectedIps)
  return {
    flags: [...(turned ? [turned] : []), ...(lost.length > 0 ? (['ours-dropped'] as const) : [])],
    lostProtectedIps: lost,
  }
}

/** Tells whether the typed text is one of these addresses, in any spelling. */
export function isOneOf(addresses: List, typed: string): boolean {
  const given = typed.trim()
  return (
    given !== '' &&
    addresses.some((address) => given.toLowerCase() === address.toLowerCase() || sameList([given], [address]))
  )
}
