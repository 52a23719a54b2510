import { edit, type Draft, type Outcome } from '../../planning/outcome.ts'
import { createPlannedReads } from '../../planning/planned-reads.ts'
import { type ActionOf, draftOf, type PlannedActions } from '../../planning/prepared.ts'
import { targetsOf } from '../../planning/targets.ts'
import { sameValue } from '../same-value.ts'
import { risksOf } from './risks.ts'

function outcomeOf({ patch, was }: ActionOf<'anonymous.edit'>): Outcome {
  const planned = edit({ enabled: was }, patch, sameValue)
  if (planned === 'noop' || 'reason' in planned) return planned
  // A state that was unknown cannot be restored.
  return { ...planned, ...risksOf({}, patch), undo: was === null ? 'none' : 'full' }
}

/** What can be done to the anonymous FTP of domains. Planning reads nothing: the row before is what the user saw. */
export const anonymousActions: PlannedActions<'anonymous'> = {
  'anonymous.edit': {
    prepare(action, keys) {
      const targets = targetsOf(keys, 'anonymous')
      const plannedReads = createPlannedReads()
      for (const { serverId } of targets.rows) plannedReads.add(serverId, {})
      const outcome = outcomeOf(action)
      return {
        plannedReads: plannedReads.list(),
        *drafts(view): Iterable<Draft> {
          yield* targets.impossible
          for (const target of targets.rows) yield draftOf(view(target.serverId), target, target.id, () => outcome)
        },
      }
    },
  },
}
