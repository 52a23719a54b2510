import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import { prepareAccountOnMany, prepareImport } from './accounts-plan.ts'
import { prepareAnonymous } from './anonymous-plan.ts'
import { prepareCopies, prepareJobOnMany } from './jobs-plan.ts'
import type { PlanDeps, PreparedPlan } from './prepared.ts'
import { prepareRetry } from './retry-plan.ts'
import { prepareAccounts, prepareJobs } from './rows-plan.ts'
import { prepareUndo } from './undo-plan.ts'

/**
 * Prepares an intent by the type of its action. A new action gets its line here.
 * @throws AppError input.invalid if the intent itself is not valid; file.*; run.unknown
 */
export function prepare(intent: BulkIntent, deps: PlanDeps): PreparedPlan {
  const { action } = intent
  switch (action.type) {
    case 'ftp.edit':
    case 'ftp.password':
    case 'ftp.remove':
      return prepareAccounts(intent, action, deps)
    case 'ftp.create':
      return prepareAccountOnMany(action, deps)
    case 'ftp.import':
      return prepareImport(action, deps)
    case 'cron.edit':
    case 'cron.remove':
      return prepareJobs(intent, action)
    case 'cron.create':
      return prepareJobOnMany(action)
    case 'cron.copy':
      return prepareCopies(intent, action)
    case 'anonymous.edit':
      return prepareAnonymous(intent, action)
    case 'undo':
      return prepareUndo(action, deps)
    case 'retry':
      return prepareRetry(action, deps)
  }
}
