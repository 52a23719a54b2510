import type { ErrorValue } from '../../shared/errors.ts'
import type { CronDraft, CronJob, CronPatch } from '../../shared/model/cron.ts'
import { editOf, problemOf, type ScheduleEdit, type ScheduleProblem } from './schedule-editor.ts'

/** What stands in the fields of the "New job" and "Edit job" dialogs. */
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
export type JobFormProblem =
  | 'server-missing'
  | 'name-missing'
  | 'name-long'
  | 'command-missing'
  | 'command-long'
  | 'command-lines'
  | 'domain-long'
  | 'email-long'

const longest = { name: 200, command: 10_000, domain: 253, email: 320 } as const

/** Everything but the schedule that keeps a form from being sent, by field; the limits are those of model/cron.ts. */
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

/** A crontab holds one line a job: a line break would cut the command in two. */
function commandProblem(command: string): JobFormProblem | null {
  if (command === '') return 'command-missing'
  if (/[\r\n]/.test(command)) return 'command-lines'
  return command.length > longest.command ? 'command-long' : null
}

/**
 * What keeps a form from being sent, by field. In an edit a field that was left as it was is no obstacle: a job that
 * the panel took once, with an expression of its own kind, can still be given another name.
 */
export function obstacles(form: JobForm, before: JobForm | null): readonly JobField[] {
  const own = Object.keys(jobFormProblems(form)) as JobField[]
  const found: readonly JobField[] = isBlocking(problemOf(form.schedule)) ? [...own, 'schedule'] : own
  return found.filter((field) => before === null || valueOf(form, field) !== valueOf(before, field))
}

/** `@reboot` is good crontab; only its times cannot be told. */
function isBlocking(problem: ScheduleProblem | null): boolean {
  return problem !== null && problem.problem !== 'reboot'
}

/** What a field of the form holds, as one text to compare. */
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

/** What `cron.create` takes: the API document has no mail settings and no switch there. */
export function toDraft(form: JobForm): CronDraft {
  const domain = form.domain.trim()
  return {
    name: form.name.trim(),
    command: form.command.trim(),
    cronExpr: form.schedule.expr.trim(),
    ...(domain === '' ? {} : { domain }),
  }
}

/** What a new job needs to be told in a second call; null where the panel's own values are those that are wanted. */
export function patchAfterCreate(form: JobForm): CronPatch | null {
  const emailOnComplete = form.emailOnComplete.trim()
  const patch: CronPatch = {
    ...(emailOnComplete === '' ? {} : { emailOnComplete }),
    ...(form.emailOnError ? { emailOnError: true } : {}),
    ...(form.enabled ? {} : { enabled: false }),
  }
  return Object.keys(patch).length === 0 ? null : patch
}

/**
 * Only the fields in which the form differs from the job; null where it differs in none. The domain cannot be changed.
 */
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
  // Blanks at the ends that the panel itself holds are not a change of the user's.
  const plain = (value: string | boolean) => (typeof value === 'string' ? value.trim() : value)
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
    (field) => wanted[field] !== plain(job[field]),
  )
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, wanted[field]]))
}

/** The patch that puts back what another one changed. */
export function inverseOf(patch: CronPatch, before: CronJob): CronPatch {
  return Object.fromEntries((Object.keys(patch) as (keyof CronPatch)[]).map((field) => [field, before[field]]))
}

/** Whether closing the dialog would lose something. */
export function isDirty(start: JobForm, form: JobForm): boolean {
  const plain = ({ schedule, ...rest }: JobForm) => JSON.stringify({ ...rest, expr: schedule.expr })
  return plain(start) !== plain(form)
}

const fieldWords: readonly [JobField, RegExp][] = [
  ['schedule', /\bcron(_?expr(ession)?)?\b|\bschedule\b|\bexpression\b/i],
  ['command', /\bcommand\b/i],
  ['email', /\be?-?mail(_on_complete)?\b/i],
  ['domain', /\bdomain\b/i],
  ['name', /\bname\b/i],
]

/** The field that the panel's sentence is about ("Command is required"); null where it does not say. */
export function fieldOf(error: ErrorValue): JobField | null {
  const sentence = error.details?.['panelMessage']
  if (error.code === 'panel.conflict') return 'name'
  if (error.code !== 'panel.invalid' || typeof sentence !== 'string') return null
  // "Cron job name …" is about the name: the thing itself is not one of its fields.
  const said = sentence.replace(/\bcron\s?jobs?\b/gi, '')
  return fieldWords.find(([, words]) => words.test(said))?.[0] ?? null
}
