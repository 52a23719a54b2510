import type { ConfirmableFlag } from '../../shared/plan-flags.ts'

/** How a flag of a plan is shown: danger if someone may get in or be locked out. */
export const flagTones: Readonly<Record<ConfirmableFlag, 'warn' | 'danger'>> = {
  'first-restriction': 'warn',
  'last-restriction': 'danger',
  'open-to-all': 'danger',
  'ours-dropped': 'danger',
  'changed-since': 'warn',
  'may-exist': 'warn',
  'still-open': 'warn',
  'domain-unknown': 'warn',
}
