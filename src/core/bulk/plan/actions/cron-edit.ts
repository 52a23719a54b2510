import { AppError } from '../../../../shared/errors.ts'
import { parseCron, shiftCron } from '../../../../shared/cron/index.ts'
import type { BulkAction } from '../../../../shared/model/bulk-action.ts'
import { cronDraft, type CronJob } from '../../../../shared/model/cron.ts'
import { edit, impossible, type Outcome } from '../outcome.ts'
import { replaceInCommands } from './replace-commands.ts'

type Patch = Extract<BulkAction, { readonly type: 'cron.edit' }>['patch']

/**
 * Refuses what no crontab would run; `@reboot` is fine though it names no time.
 * @throws AppError input.invalid with the problem and the field at fault
 */
export function checkSchedule(expr: string, path: string): void {
  const read = parseCron(expr)
  if (read.ok || read.problem === 'reboot') return
  throw new AppError('input.invalid', 'Not a cron expression', {
    issues: [{ path, message: read.problem, field: read.field }],
  })
}

/** The first field of a job that is no longer valid, by the model's own limits; null where all are. */
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

/** What a patch makes of each command; commands it does not touch may be missing. */
function commandsAfter(edit: Patch['command'], rows: Iterable<CronJob>): ReadonlyMap<string, string> | null {
  if (edit?.how !== 'replace') return null
  return replaceInCommands(
    [...rows].map((row) => row.command),
    edit,
  )
}

/**
 * Changes schedule, command, mail settings or the switch of a job. A shift moves the new schedule where one is given,
 * else the row's own. `rows` are all that will be asked for: patterns are run over them at once, aside.
 * @throws AppError input.invalid for a schedule or a pattern that cannot be
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
    const outcome = edit(row, { ...plain, cronExpr: schedule, command })
    if (outcome === 'noop') return outcome
    // A row that was odd before is none of this change's business.
    const invalid = invalidField({
      name: 'unchanged',
      command: command === row.command ? 'unchanged' : command,
      cronExpr: schedule === row.cronExpr ? '@daily' : schedule,
    })
    return invalid === null ? outcome : impossible('invalid-result', invalid)
  }
}

/** A deleted job can be made anew, under a new id and without its logs. */
export const cronRemove = (row: CronJob): Outcome => ({
  op: 'remove',
  before: { ...row },
  after: null,
  flags: [],
  undo: 'recreate',
})
