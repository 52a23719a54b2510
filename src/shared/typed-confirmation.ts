import type { PlanItem } from './model/plan.ts'
import type { PlanFlag } from './plan-flags.ts'

/** Items of a plan that have the same flags and the same operation. */
export interface CountedItems extends Pick<PlanItem, 'op'> {
  readonly flags: readonly PlanFlag[]
  readonly items: number
}

const verbOf = { remove: 'delete', password: 'reset', update: 'change', create: 'change' } as const

/** What the user must type before a plan runs: `production`, or a verb and the number of its items if it is not 1. */
export interface TypedConfirmation {
  readonly word: (typeof verbOf)[keyof typeof verbOf] | 'production'
  readonly count: number | null
}

const needsVerb = ({ op, flags }: CountedItems): boolean =>
  flags.includes('irreversible') || (op === 'remove' && flags.includes('production'))

/**
 * Returns what must be typed before these items run; null for nothing. A change that cannot be undone needs its verb
 * and, if there are several, their number. So does a deletion on production, even if the row can be created again.
 * Several other changes that touch production need the word `production`, and one of them needs nothing.
 */
export function typedFor(parts: Iterable<CountedItems>): TypedConfirmation | null {
  const all = [...parts].filter(({ items }) => items > 0)
  const sum = (some: readonly CountedItems[]) => some.reduce((count, { items }) => count + items, 0)
  const grave = all.filter(needsVerb)
  const verbs = new Set(grave.map(({ op }) => verbOf[op]))
  const [verb] = verbs
  if (verb !== undefined) return { word: verbs.size === 1 ? verb : 'change', count: sum(grave) > 1 ? sum(grave) : null }
  const isOnProduction = all.some(({ flags }) => flags.includes('production'))
  return isOnProduction && sum(all) > 1 ? { word: 'production', count: null } : null
}

/** Returns the text that core expects, for example `delete 12`. */
export const typedText = ({ word, count }: TypedConfirmation): string => (count === null ? word : `${word} ${count}`)
