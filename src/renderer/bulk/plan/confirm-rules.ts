import { isOneOf } from '../../../shared/ip/index.ts'
import type { Plan } from '../../../shared/model/plan.ts'
import { type ConfirmableFlag, confirmableFlags } from '../../../shared/plan-flags.ts'
import { passphraseProblem } from '../../vault/vault-state.ts'

/** Returns the flags of a plan that need confirmation; each is one group on the screen. */
export function groupsOf(plan: Pick<Plan, 'flags'>): readonly ConfirmableFlag[] {
  return confirmableFlags.filter((flag) => (plan.flags[flag] ?? 0) > 0)
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

// Case and accents are ignored, because not every keyboard can type those of the language.
const { compare } = new Intl.Collator('en', { sensitivity: 'base' })

function isPercent(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100
}

/**
 * Returns what still prevents a run of a plan. The footer names the first. `wanted` is the text to be typed, in the
 * language of the page; null for none.
 */
export function obstaclesOf(
  plan: Pick<Plan, 'needs'>,
  form: ConfirmForm,
  { changes, wanted }: { readonly changes: number; readonly wanted: string | null },
): readonly Obstacle[] {
  const { passphrase, protectedIps } = plan.needs
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ['items', changes === 0],
    [
      'protectedIp',
      form.included.has('ours-dropped') && protectedIps.length > 0 && !isOneOf(protectedIps, form.protectedIp),
    ],
    ['percent', form.stops && !isPercent(form.percent)],
    ['passphrase', passphrase && (form.first === '' || passphraseProblem(form.first, form.second) !== null)],
    ['typed', wanted !== null && compare(form.typed.trim(), wanted) !== 0],
  ]
  return found.filter(([, isMissing]) => isMissing).map(([name]) => name)
}
