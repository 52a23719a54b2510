import { normaliseList, sameList, subtract } from './list.ts'

type List = readonly string[]
/** What must be confirmed by its name before a list is changed; part of the flags of a plan. */
export type ListFlag = 'first-restriction' | 'last-restriction' | 'ours-dropped'

/**
 * Whether a change of an IP list turns the restriction on or off. The API document does not say what an empty list
 * means, so both ways are confirmed on their own; from a list that was never read, so is either.
 */
export function confirmNeeded(before: List | null, after: List): Exclude<ListFlag, 'ours-dropped'> | null {
  if (after.length > 0) return before === null || before.length === 0 ? 'first-restriction' : null
  return before === null || before.length > 0 ? 'last-restriction' : null
}

/**
 * The addresses of ours of which a list would lose some; of a list that was never read, all that it would not hold. An
 * emptied list loses all that it held, for it may mean closed to all.
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

/** What must be confirmed of a change of a list, and the addresses of ours that it would lose. */
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

/** Whether what was typed is one of these addresses, in whatever way it is written. */
export function isOneOf(addresses: List, typed: string): boolean {
  const given = typed.trim()
  return (
    given !== '' &&
    addresses.some((address) => given.toLowerCase() === address.toLowerCase() || sameList([given], [address]))
  )
}
