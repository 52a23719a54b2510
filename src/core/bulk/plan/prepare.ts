import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import { prepareAccountOnMany, prepareImport } from './accounts-plan.ts'
import { prepareCopies, prepareJobOnMany } from './jobs-plan.ts'
import type { PlanWorld, Prepared } from './prepared.ts'
import { prepareRetry } from './retry-plan.ts'
import { prepareAccounts, prepareJobs } from './rows-plan.ts'
import { prepareUndo } from './undo-plan.ts'

/**
 * Prepares an intent by the type of its action. A new action gets its line here.
 * @throws AppError input.invalid if the intent itself is not valid; file.unreadable; run.unknown
 */
export function prepare(intent: BulkIntent, world: PlanWorld): Prepared {
  const { action } = intent
  switch (action.type) {
    case 'ftp.allowedIps':
    case 'ftp.enabled':
    case 'ftp.settings':
    case 'ftp.password':
    case 'ftp.remove':
      return prepareAccounts(intent, action, world)
    case 'ftp.create':
      return prepareAccountOnMany(action, world)
    case 'ftp.import':
      return prepareImport(action, world)
    case 'cron.edit':
    case 'cron.remove':
      return prepareJobs(intent, action)
    case 'cron.create':
      return prepareJobOnMany(action)
    case 'cron.copy':
      return prepareCopies(intent, action)
    case 'undo':
      return prepareUndo(action, world)
    case 'retry':
      return prepareRetry(action, world)
  }
}
