import type { PublicAction } from '../../../../shared/model/bulk-action.ts'
import { problemOf, type ScheduleEdit } from '../schedule/schedule-editor.ts'
import { patternOf, type Replacement } from './command-edit.ts'
import { wholeIn } from '../../../bulk/forms/whole-in.ts'

type JobsPatch = Extract<PublicAction, { type: 'cron.edit' }>['patch']

/** The input of the form that edits many jobs. Each part stays unchanged until the user chooses it. */
export interface JobsForm {
  readonly state: 'leave' | 'enable' | 'disable'
  readonly schedule: 'leave' | 'set' | 'shift'
  readonly edit: ScheduleEdit
  readonly shift: string
  readonly command: 'leave' | 'replace' | 'set'
  readonly replacement: Replacement
  readonly newCommand: string
  readonly mail: 'leave' | 'change'
  readonly mailTo: string
  readonly onError: 'leave' | 'yes' | 'no'
}
export type JobsProblem = 'nothing' | 'schedule' | 'shift' | 'find' | 'command'

/** Returns the minutes by which schedules are shifted, from -1439 to 1439; null for 0 and for any other text. */
function shiftOf(text: string): number | null {
  const minutes = wholeIn(text, -1439, 1439)
  return minutes === 0 ? null : minutes
}

/** Returns what prevents a plan from being made of the form. */
export function jobsProblems(form: JobsForm): readonly JobsProblem[] {
  const isNothing =
    form.state === 'leave' && form.schedule === 'leave' && form.command === 'leave' && form.mail === 'leave'
  const schedule = problemOf(form.edit)
  const newCommand = form.newCommand.trim()
  const found: readonly (readonly [JobsProblem, boolean])[] = [
    ['nothing', isNothing],
    // `@reboot` is a valid schedule; only its times cannot be computed.
    ['schedule', form.schedule === 'set' && schedule !== null && schedule.problem !== 'reboot'],
    ['shift', form.schedule === 'shift' && shiftOf(form.shift) === null],
    ['find', form.command === 'replace' && patternOf(form.replacement) === null],
    ['command', form.command === 'set' && (newCommand === '' || /[\r\n]/.test(newCommand))],
  ]
  return found.filter(([, isBad]) => isBad).map(([problem]) => problem)
}

/** Returns the patch of a form without problems. */
export function jobsPatch(form: JobsForm): JobsPatch {
  const shiftMin = shiftOf(form.shift)
  return {
    ...(form.state === 'leave' ? {} : { enabled: form.state === 'enable' }),
    ...(form.schedule === 'set' ? { cronExpr: form.edit.expr.trim() } : {}),
    ...(form.schedule === 'shift' && shiftMin !== null ? { shiftMin } : {}),
    ...(form.command === 'set' ? { command: { how: 'set' as const, command: form.newCommand.trim() } } : {}),
    ...(form.command === 'replace' ? { command: { how: 'replace' as const, ...form.replacement } } : {}),
    ...(form.mail === 'change' ? { emailOnComplete: form.mailTo.trim() } : {}),
    ...(form.mail === 'change' && form.onError !== 'leave' ? { emailOnError: form.onError === 'yes' } : {}),
  }
}
