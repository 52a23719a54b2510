import { isOneOf } from '../../../shared/ip/index.ts'
import type { ConfirmableFlag, Plan, PlanFlag } from '../../../shared/model/plan.ts'
import { passphraseProblem } from '../../vault/vault-state.ts'

// Spelled out as the model does: the page takes only types from it.
export const confirmable = [
  'first-restriction',
  'last-restriction',
  'ours-dropped',
  'changed-since',
] as const satisfies readonly ConfirmableFlag[]

/** How many items carry which of the flags that need a word: one entry for each set of them, none for items without. */
export type FlagSets = readonly { readonly flags: readonly ConfirmableFlag[]; readonly count: number }[]

/** The groups that a plan sets apart. */
export function groupsOf(plan: Pick<Plan, 'flags'>): readonly ConfirmableFlag[] {
  return confirmable.filter((flag) => (plan.flags[flag] ?? 0) > 0)
}

/** The flag sets of a plan where they follow from its counts: no item can carry two of what only one of is there. */
export function plainFlagSets(plan: Pick<Plan, 'flags'>): FlagSets | null {
  const groups = groupsOf(plan)
  if (groups.length > 1) return null
  return groups.map((flag) => ({ flags: [flag], count: plan.flags[flag] ?? 0 }))
}

/** Counts items by the flags that need a word. */
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

/** How many items would run: an item goes along only if every flag of it that needs a word is included. */
export function runnable(plan: Pick<Plan, 'changes'>, sets: FlagSets, included: ReadonlySet<ConfirmableFlag>): number {
  const left = sets.filter(({ flags }) => !flags.every((flag) => included.has(flag)))
  return plan.changes - left.reduce((sum, { count }) => sum + count, 0)
}

/** What has been filled in at the foot of a plan. */
export interface ConfirmForm {
  readonly included: ReadonlySet<ConfirmableFlag>
  readonly typed: string
  readonly protectedIp: string
  readonly first: string
  readonly second: string
  readonly stops: boolean
  readonly percent: string
}
export type Obstacle = 'items' | 'ours' | 'percent' | 'passphrase' | 'typed'

const same = (typed: string, wanted: string) => typed.trim().toLowerCase() === wanted.toLowerCase()

export function isPercent(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100
}

/** What still keeps a plan from being run, in the order of the screen; `count` is what `runnable` said. */
export function obstaclesOf(plan: Pick<Plan, 'needs'>, form: ConfirmForm, count: number): readonly Obstacle[] {
  const { typed, passphrase, protectedIps } = plan.needs
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ['items', count === 0],
    ['ours', form.included.has('ours-dropped') && protectedIps.length > 0 && !isOneOf(protectedIps, form.protectedIp)],
    ['percent', form.stops && !isPercent(form.percent)],
    ['passphrase', passphrase && (form.first === '' || passphraseProblem(form.first, form.second) !== null)],
    ['typed', typed !== null && !same(form.typed, typed)],
  ]
  return found.filter(([, isMissing]) => isMissing).map(([name]) => name)
}
