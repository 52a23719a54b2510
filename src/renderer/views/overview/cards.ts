import { statusKinds } from '../../fleet/server-status.ts'
import type { FleetMember } from './attention.ts'

/** The number of cards drawn at first, and added each time. A page of 500 would be slow to draw and slower to read. */
export const cardsAtOnce = 48

/** Returns a card's sort keys: status, failing jobs, missed and late jobs, enabled accounts with no restriction. */
function sortKeysOf({ row, jobs, accounts }: FleetMember): readonly number[] {
  const { failing = 0, missed = 0, late = 0 } = jobs?.states ?? {}
  return [statusKinds.indexOf(row.state.kind), -failing, -missed - late, -accounts.unrestrictedEnabled]
}

/** Sorts servers by trouble, the worst first. Equal servers keep the user's own order. */
export function sortByTrouble(fleet: readonly FleetMember[]): readonly FleetMember[] {
  return fleet
    .map((member, index) => ({ member, keys: [...sortKeysOf(member), index] }))
    .sort((a, b) => {
      const firstDifference = a.keys.findIndex((key, at) => key !== b.keys[at])
      return firstDifference < 0 ? 0 : (a.keys[firstDifference] ?? 0) - (b.keys[firstDifference] ?? 0)
    })
    .map(({ member }) => member)
}
