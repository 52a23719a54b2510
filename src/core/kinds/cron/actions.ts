import type { CronJob } from '../../../shared/kinds/cron.ts'
import { planRows } from '../../planning/plan-rows.ts'
import type { PlannedActions } from '../../planning/prepared.ts'
import { cronEdit, cronRemove } from './job-changes.ts'
import { prepareCopies, prepareJobOnMany } from './new-jobs.ts'

const subjectOf = (job: CronJob | undefined, id: string) => job?.name ?? `#${id}`

/** What can be done to cron jobs. */
export const jobActions: PlannedActions<'cron'> = {
  'cron.edit': {
    prepare({ patch }, keys) {
      // This call refuses an invalid schedule or pattern before anything is read.
      cronEdit(patch, [])
      return planRows('cron', keys, { subjectOf, outcomes: (jobs) => cronEdit(patch, jobs) })
    },
  },
  'cron.remove': { prepare: (_action, keys) => planRows('cron', keys, { subjectOf, outcomes: () => cronRemove }) },
  'cron.create': { prepare: (action) => prepareJobOnMany(action), makesRows: true },
  'cron.copy': { prepare: (action, keys) => prepareCopies(action, keys), makesRows: true },
}
