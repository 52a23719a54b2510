import type { ErrorValue } from '../../../shared/errors.ts'
import type { CronDraft, CronJob, CronPatch } from '../../../shared/kinds/cron.ts'
import { editOf, problemOf, type ScheduleEdit, type ScheduleProblem } from './schedule/schedule-editor.ts'

/** The fields of the "New job" and "Edit job" dialogs. */
export interface JobForm {
  readonly serverId: string
  readonly name: string
  readonly command: string
  readonly schedule: ScheduleEdit
  readonly domain: string
  readonly emailOnComplete: string
  readonly emailOnError: boolean
  readonly enabled: boolean
}

export function emptyJobForm(serverId: string): JobForm {
  return {
    serverId,
    name: '',
    command: '',
    schedule: editOf('0 3 * * *'),
    domain: '',
    emailOnComplete: '',
    emailOnError: false,
    enabled: true,
  }
}

export function jobFormOf(serverId: string, job: CronJob): JobForm {
  const { name, command, emailOnComplete, emailOnError, enabled } = job
  return {
    serverId,
    name,
    command,
    schedule: editOf(job.cronExpr),
    domain: job.domain ?? '',
    emailOnComplete,
    emailOnError,
    enabled,
  }
}

export type JobField = 'server' | 'name' | 'command' | 'schedule' | 'domain' | 'email'
type JobFormProblem =
  | 'server-missing'
  | 'name-missing'
  | 'name-long'
  | 'command-missing'
  | 'command-long'
  | 'command-lines'
  | 'domain-long'
  | 'email-long'

const longest = { name: 200, command: 10_000, domain: 253, email: 320 } as const

/**
 * Returns what prevents a form from being sent: at most one problem for each field, none for the schedule. The limits
 * are those of shared/kinds/cron.ts.
 */
export function jobFormProblems(form: JobForm): Partial<Record<JobField, JobFormProblem>> {
  const found: [JobField, JobFormProblem | null][] = [
    ['server', form.serverId === '' ? 'server-missing' : null],
    ['name', form.name.trim() === '' ? 'name-missing' : form.name.trim().length > longest.name ? 'name-long' : null],
    ['command', commandProblem(form.command.trim())],
    ['domain', form.domain.trim().length > longest.domain ? 'domain-long' : null],
    ['email', form.emailOnComplete.trim().length > longest.email ? 'email-long' : null],
  ]
  return Object.fromEntries(found.filter(([, problem]) => problem !== null))
}

/** A crontab has one line for each job, so a line break would cut the command in two. */
function commandProblem(command: string): JobFormProblem | null {
  if (command === '') return 'command-missing'
  if (/[\r\n]/.test(command)) return 'command-lines'
  return command.length > longest.command ? 'command-long' : null
}

/**
 * Returns the fields that prevent a form from being sent. In an edit an unchanged field does not: a job with an
 * expression that only its panel understands can still be renamed.
 */
export function obstacles(form: JobForm, before: JobForm | null): readonly JobField[] {
  const fieldsWithProblem = Object.keys(jobFormProblems(form)) as JobField[]
  const found: readonly JobField[] = isBlocking(problemOf(form.schedule))
    ? [...fieldsWithProblem, 'schedule']
    : fieldsWithProblem
  return found.filter((field) => before === null || valueOf(form, field) !== valueOf(before, field))
}

/** `@reboot` is valid in a crontab; only its times cannot be computed. */
function isBlocking(problem: ScheduleProblem | null): boolean {
  return problem !== null && problem.problem !== 'reboot'
}

/** Returns the value of a form field as one text, for comparison. */
export function valueOf(form: JobForm, field: JobField): string {
  if (field === 'schedule') return JSON.stringify([form.schedule.expr, problemOf(form.schedule)?.problem])
  return {
    server: form.serverId,
    name: form.name,
    command: form.command,
    domain: form.domain,
    email: form.emailOnComplete,
  }[field]
}

/** Returns the draft for `cron.create`. The API document has neither mail settings nor the enabled switch there. */
export function toDraft(form: JobForm): CronDraft {
  const domain = form.domain.trim()
  return {
    name: form.name.trim(),
    command: form.command.trim(),
    cronExpr: form.schedule.expr.trim(),
    ...(domain === '' ? {} : { domain }),
  }
}

/** Returns the settings of a new job that are not in its draft; null if the panel's defaults are already right. */
export function patchAfterCreate(form: JobForm): CronPatch | null {
  const emailOnComplete = form.emailOnComplete.trim()
  const patch: CronPatch = {
    ...(emailOnComplete === '' ? {} : { emailOnComplete }),
    ...(form.emailOnError ? { emailOnError: true } : {}),
    ...(form.enabled ? {} : { enabled: false }),
  }
  return Object.keys(patch).length === 0 ? null : patch
}

/** Returns only the fields in which a form differs from a job; null if there are none. The domain cannot be changed. */
export function toPatch(job: CronJob, form: JobForm): CronPatch | null {
  const { name, command, cronExpr } = toDraft(form)
  const wanted = {
    name,
    command,
    cronExpr,
    enabled: form.enabled,
    emailOnComplete: form.emailOnComplete.trim(),
    emailOnError: form.emailOnError,
  }
  // Spaces at the ends of the panel's own values are not a change by the user.
  const comparable = (value: string | boolean) => (typeof value === 'string' ? value.trim() : value)
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
    (field) => wanted[field] !== comparable(job[field]),
  )
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, wanted[field]]))
}

/** Whether closing the dialog would lose input. */
export function isDirty(start: JobForm, form: JobForm): boolean {
  const comparable = ({ schedule, ...rest }: JobForm) => JSON.stringify({ ...rest, expr: schedule.expr })
  return comparable(start) !== comparable(form)
}

const fieldWords: readonly [JobField, RegExp][] = [
  ['schedule', /\bcron(_?expr(ession)?)?\b|\bschedule\b|\bexpression\b/i],
  ['command', /\bcommand\b/i],
  ['email', /\be?-?mail(_on_complete)?\b/i],
  ['domain', /\bdomain\b/i],
  ['name', /\bname\b/i],
]

/**
 * Returns the field that an error is about: the name for a conflict and for a name that is taken, otherwise what the
 * panel's sentence names ("Command is required"). Null if the sentence names no field, and for every error that is not
 * about the input.
 */
export function fieldOf(error: ErrorValue): JobField | null {
  const sentence = error.details?.['panelMessage']
  if (error.code === 'panel.conflict') return 'name'
  if (error.code === 'change.impossible' && error.details?.['reason'] === 'exists') return 'name'
  if (error.code !== 'panel.invalid' || typeof sentence !== 'string') return null
  // "Cron job name …" is about the name, so remove "cron job" before searching for a field.
  const sentenceWithoutJob = sentence.replace(/\bcron\s?jobs?\b/gi, '')
  return fieldWords.find(([, words]) => words.test(sentenceWithoutJob))?.[0] ?? null
}
