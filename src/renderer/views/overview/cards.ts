import { statusKinds } from '../../fleet/server-status.ts'
import type { FleetMember } from './attention.ts'

/**
 * How many cards are drawn at first, and how many more at a time: a page of 500 would be slow to draw and slower to
 * read.
 */
export const cardsAtOnce = 48

/** What a card is sorted by: its status, then failing jobs, then missed and late ones, then accounts open to anyone. */
function trouble({ row, jobs, accounts }: FleetMember): readonly number[] {
  const { failing = 0, missed = 0, late = 0 } = jobs?.states ?? {}
  return [statusKinds.indexOf(row.state.kind), -failing, -missed - late, -accounts.openEnabled]
}

/** Servers with the worst trouble first; equals in the user's own order. */
export function byTrouble(fleet: readonly FleetMember[]): readonly FleetMember[] {
  return fleet
    .map((member, index) => ({ member, keys: [...trouble(member), index] }))
    .sort((a, b) => {
      const differing = a.keys.findIndex((key, at) => key !== b.keys[at])
      return differing < 0 ? 0 : (a.keys[differing] ?? 0) - (b.keys[differing] ?? 0)
    })
    .map(({ member }) => member)
}
