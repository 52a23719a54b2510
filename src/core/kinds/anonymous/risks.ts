import type { Facts, Risks } from '../kind.ts'

/** Returns what must be confirmed of a switch: letting everyone in without a password. */
export const risksOf = (_before: Facts, { enabled }: Facts): Risks => ({
  flags: enabled === true ? ['open-to-all'] : [],
  lostProtectedIps: [],
})
