import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import { anonymous } from '../../kinds/anonymous/anonymous.ts'
import { type Draft, edit, type Outcome } from './actions/outcome.ts'
import { type ActionOf, draftOf, type PreparedPlan } from './prepared.ts'
import { createPlannedReads } from './planned-reads.ts'
import { targetsOf } from './targets.ts'

/**
 * Prepares a switch of anonymous FTP of the domains that the intent names. Nothing is read: the row before is what the
 * user was shown.
 * @throws AppError input.invalid
 */
export function prepareAnonymous({ keys }: BulkIntent, { patch, was }: ActionOf<'anonymous.edit'>): PreparedPlan {
  const targets = targetsOf(keys, 'anonymous')
  const plannedReads = createPlannedReads()
  for (const { serverId } of targets.rows) plannedReads.add(serverId, {})
  const planned = edit({ enabled: was }, patch)
  const outcome: Outcome =
    planned === 'noop' || 'reason' in planned
      ? planned
      : {
          ...planned,
          ...anonymous.risksOf({}, patch),
          // A state that was unknown cannot be restored.
          undo: was === null ? 'none' : 'full',
        }
  return {
    plannedReads: plannedReads.list(),
    *drafts(view): Iterable<Draft> {
      yield* targets.impossible
      for (const target of targets.rows) yield draftOf(view(target.serverId), target, target.id, () => outcome)
    },
  }
}
