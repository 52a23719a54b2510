import { AppError } from '../../../shared/errors.ts'
import { parseCron, shiftCron } from '../../../shared/cron/index.ts'
import type { ActionOf } from '../../planning/prepared.ts'
import { cronDraft, type CronJob } from '../../../shared/kinds/cron.ts'
import { edit, impossible, type Outcome, removal } from '../../planning/outcome.ts'
import { isSameValue } from './is-same-value.ts'
import { replaceInCommands } from './replace-commands.ts'

type Patch = ActionOf<'cron.edit'>['patch']

/**
 * Refuses a schedule that no crontab would run. `@reboot` is accepted although it names no time.
 * @throws AppError input.invalid with the problem and the field at fault
 */
export function checkSchedule(expr: string, path: string): void {
  const read = parseCron(expr)
  if (read.ok || read.problem === 'reboot') return
  throw new AppError('input.invalid', 'Not a cron expression', {
    issues: [{ path, message: read.problem, field: read.field }],
  })
}

/** Returns which of name, command and schedule first breaks the limits of the model; null if none does. */
export function invalidField(job: {
  readonly name: string
  readonly command: string
  readonly cronExpr: string
}): string | null {
  const { name, command, cronExpr } = cronDraft.shape
  if (!name.safeParse(job.name).success) return 'name'
  if (!command.safeParse(job.command).success) return 'command'
  return cronExpr.safeParse(job.cronExpr).success ? null : 'cronExpr'
}

/** Maps the command of each row to its text after the replacement; null if the patch replaces no text. */
function commandsAfter(commandEdit: Patch['command'], rows: Iterable<CronJob>): ReadonlyMap<string, string> | null {
  if (commandEdit?.how !== 'replace') return null
  return replaceInCommands(
    [...rows].map((row) => row.command),
    commandEdit,
  )
}

/**
 * Plans changes of the schedule, command, mail settings or switch of a job. A shift moves the new schedule if one is
 * given, otherwise the row's own. `rows` are all rows that will be planned: patterns run over them in one go, in a
 * separate context.
 * @throws AppError input.invalid for a schedule or a pattern that is not valid, or a pattern that takes too long
 */
export function cronEdit(patch: Patch, rows: Iterable<CronJob>): (row: CronJob) => Outcome {
  if (patch.cronExpr !== undefined) checkSchedule(patch.cronExpr, 'intent.action.patch.cronExpr')
  const replaced = commandsAfter(patch.command, rows)
  const { shiftMin, command: edited, cronExpr, ...plain } = patch

  return (row) => {
    const from = cronExpr ?? row.cronExpr
    const schedule = shiftMin === undefined ? from : shiftCron(from, shiftMin)
    if (schedule === null) return impossible('not-shiftable', from)
    const command = edited?.how === 'set' ? edited.command : (replaced?.get(row.command) ?? row.command)
    const outcome = edit(row, { ...plain, cronExpr: schedule, command }, isSameValue)
    if (outcome === 'noop') return outcome
    // Check only what has changed: a value that was invalid before is not the fault of this change.
    const invalid = invalidField({
      name: 'unchanged',
      command: command === row.command ? 'unchanged' : command,
      cronExpr: schedule === row.cronExpr ? '@daily' : schedule,
    })
    return invalid === null ? outcome : impossible('invalid-result', invalid)
  }
}

/** Plans the deletion of a job. The job can be created again, under a new id and without its logs. */
export const cronRemove = (row: CronJob): Outcome => removal(row, 'recreate')
