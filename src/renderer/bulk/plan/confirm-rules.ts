import { isOneOf } from '../../../shared/ip/index.ts'
import type { ConfirmableFlag, Plan, PlanFlag } from '../../../shared/model/plan.ts'
import { passphraseProblem } from '../../vault/vault-state.ts'

// Repeats the list of the model, because the page imports only types from it.
export const confirmable = [
  'first-restriction',
  'last-restriction',
  'open-to-all',
  'ours-dropped',
  'changed-since',
  'may-exist',
] as const satisfies readonly ConfirmableFlag[]

/** The number of items for each combination of flags that need confirmation. Items without such flags are left out. */
export type FlagSets = readonly { readonly flags: readonly ConfirmableFlag[]; readonly count: number }[]

/** Returns the flags of a plan that need confirmation; each is one group on the screen. */
export function groupsOf(plan: Pick<Plan, 'flags'>): readonly ConfirmableFlag[] {
  return confirmable.filter((flag) => (plan.flags[flag] ?? 0) > 0)
}

/** Returns the flag sets of a plan from its counts; null if several flags need confirmation: an item may have two. */
export function plainFlagSets(plan: Pick<Plan, 'flags'>): FlagSets | null {
  const groups = groupsOf(plan)
  if (groups.length > 1) return null
  return groups.map((flag) => ({ flags: [flag], count: plan.flags[flag] ?? 0 }))
}

/** Counts items by the flags that need confirmation. */
export function flagSetsOf(items: Iterable<{ readonly flags: readonly PlanFlag[] }>): FlagSets {
  const sets = new Map<string, { flags: readonly ConfirmableFlag[]; count: number }>()
  for (const item of items) {
    const flags = confirmable.filter((flag) => item.flags.includes(flag))
    if (flags.length === 0) continue
    const known = sets.get(flags.join())
    if (known === undefined) sets.set(flags.join(), { flags, count: 1 })
    else known.count += 1
  }
  return [...sets.values()]
}

/** Returns how many items would run. An item runs only if all its flags that need confirmation are included. */
export function runnable(plan: Pick<Plan, 'changes'>, sets: FlagSets, included: ReadonlySet<ConfirmableFlag>): number {
  const left = sets.filter(({ flags }) => !flags.every((flag) => included.has(flag)))
  return plan.changes - left.reduce((sum, { count }) => sum + count, 0)
}

/** What the user has entered to confirm a plan. `first` and `second` are the passphrase and its repetition. */
export interface ConfirmForm {
  readonly included: ReadonlySet<ConfirmableFlag>
  readonly typed: string
  readonly protectedIp: string
  readonly first: string
  readonly second: string
  readonly stops: boolean
  readonly percent: string
}
export type Obstacle = 'items' | 'protectedIp' | 'percent' | 'passphrase' | 'typed'

const isSameWord = (typed: string, wanted: string) => typed.trim().toLowerCase() === wanted.toLowerCase()

export function isPercent(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100
}

/** Returns what still prevents a run of a plan. The footer names the first. `count` is the result of `runnable`. */
export function obstaclesOf(plan: Pick<Plan, 'needs'>, form: ConfirmForm, count: number): readonly Obstacle[] {
  const { typed, passphrase, protectedIps } = plan.needs
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ['items', count === 0],
    [
      'protectedIp',
      form.included.has('ours-dropped') && protectedIps.length > 0 && !isOneOf(protectedIps, form.protectedIp),
    ],
    ['percent', form.stops && !isPercent(form.percent)],
    ['passphrase', passphrase && (form.first === '' || passphraseProblem(form.first, form.second) !== null)],
    ['typed', typed !== null && !isSameWord(form.typed, typed)],
  ]
  return found.filter(([, isMissing]) => isMissing).map(([name]) => name)
}
