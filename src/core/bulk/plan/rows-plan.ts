import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { cronEdit, cronRemove } from './actions/cron-edit.ts'
import { ftpEdit, ftpPassword, ftpRemove } from './actions/ftp-rows.ts'
import { type Draft, impossible, type Outcome } from './actions/outcome.ts'
import { type ActionOf, draftOf, passwordSource, type PlanDeps, type PreparedPlan } from './prepared.ts'
import { createPlannedReads } from './planned-reads.ts'
import { absenceOf, type ServerView } from './actions/server-view.ts'
import { type Target, targetsOf } from './targets.ts'

type FtpRowAction = ActionOf<'ftp.edit' | 'ftp.password' | 'ftp.remove'>
type CronRowAction = ActionOf<'cron.edit' | 'cron.remove'>
type Views = (serverId: string) => ServerView

function accountAction(action: FtpRowAction, deps: PlanDeps): (row: FtpAccount) => Outcome {
  switch (action.type) {
    case 'ftp.edit':
      return ftpEdit(action.patch, deps.protectedIps)
    case 'ftp.password':
      return ftpPassword(passwordSource(deps, action.length))
    case 'ftp.remove':
      return ftpRemove
  }
}

/** Prepares changes of the FTP accounts that the intent names. @throws AppError input.invalid */
export function prepareAccounts(intent: BulkIntent, action: FtpRowAction, deps: PlanDeps): PreparedPlan {
  const targets = targetsOf(intent.keys, 'ftp')
  const outcomeFor = accountAction(action, deps)
  const needsLists = action.type === 'ftp.edit' && action.patch.ips !== undefined
  const plannedReads = createPlannedReads()
  for (const { serverId, id } of targets.rows)
    plannedReads.add(serverId, { kind: 'ftp', row: id, ...(needsLists ? { list: id } : {}) })

  const outcome = (view: ServerView, { id }: Target): Outcome => {
    const row = view.ftp.get(id)
    const failed = needsLists && row?.allowedIps === null ? view.ipsFailed.get(id) : undefined
    if (failed !== undefined) return impossible('unread', failed)
    return row ? outcomeFor(row) : absenceOf(view, 'ftp', id)
  }
  return {
    plannedReads: plannedReads.list(),
    *drafts(view: Views): Iterable<Draft> {
      yield* targets.impossible
      for (const target of targets.rows) {
        const serverView = view(target.serverId)
        yield draftOf(serverView, target, target.id, () => outcome(serverView, target), serverView.ftp.get(target.id))
      }
    },
  }
}

/** Prepares changes of the cron jobs that the intent names. @throws AppError input.invalid */
export function prepareJobs(intent: BulkIntent, action: CronRowAction): PreparedPlan {
  const targets = targetsOf(intent.keys, 'cron')
  const plannedReads = createPlannedReads()
  for (const { serverId, id } of targets.rows) plannedReads.add(serverId, { kind: 'cron', row: id })
  // This call refuses an invalid schedule or pattern before anything is read.
  if (action.type === 'cron.edit') cronEdit(action.patch, [])

  return {
    plannedReads: plannedReads.list(),
    *drafts(view: Views): Iterable<Draft> {
      const rowOf = ({ serverId, id }: Target): CronJob | undefined => view(serverId).cron.get(id)
      const outcomeFor =
        action.type === 'cron.remove'
          ? cronRemove
          : cronEdit(
              action.patch,
              targets.rows.map(rowOf).filter((row) => row !== undefined),
            )
      yield* targets.impossible
      for (const target of targets.rows) {
        const row = rowOf(target)
        const serverView = view(target.serverId)
        const computeOutcome = () => (row ? outcomeFor(row) : absenceOf(serverView, 'cron', target.id))
        yield draftOf(serverView, target, row?.name ?? `#${target.id}`, computeOutcome, row)
      }
    },
  }
}
