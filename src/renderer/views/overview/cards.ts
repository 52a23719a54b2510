import { statusKinds } from '../../fleet/server-status.ts'
import type { FleetMember } from './attention.ts'

/** The number of cards drawn at first, and added each time. A page of 500 would be slow to draw and slower to read. */
export const cardsAtOnce = 48

/**
 * Returns the sort keys of a card: status, failing jobs, missed and late jobs, enabled accounts with no
 * restriction.
 */
function trouble({ row, jobs, accounts }: FleetMember): readonly number[] {
  const { failing = 0, missed = 0, late = 0 } = jobs?.states ?? {}
  return [statusKinds.indexOf(row.state.kind), -failing, -missed - late, -accounts.openEnabled]
}

/** Sorts servers by trouble, the worst first. Equal servers keep the user's own order. */
export function byTrouble(fleet: readonly FleetMember[]): readonly FleetMember[] {
  return fleet
    .map((member, index) => ({ member, keys: [...trouble(member), index] }))
    .sort((a, b) => {
      const differing = a.keys.findIndex((key, at) => key !== b.keys[at])
      return differing < 0 ? 0 : (a.keys[differing] ?? 0) - (b.keys[differing] ?? 0)
    })
    .map(({ member }) => member)
}
