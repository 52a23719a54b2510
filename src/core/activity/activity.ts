import { AppError, toErrorValue } from '../../shared/errors.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import type { Handlers } from '../dispatch.ts'
import type { Emit } from '../events.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import { countDays } from './days.ts'

type Facts = Readonly<Record<string, unknown>>

/** A change that is about to be made. */
export interface ActivityAction {
  readonly action: string
  readonly subject: string
  readonly server: { readonly id: string; readonly name: string } | null
}

/** The result of a change. Give only the fields that matter, and never a secret. */
export interface ActivityChange<T> {
  readonly value: T
  readonly before: Facts | null
  readonly after: Facts | null
}

export interface Activity {
  /** Does the work and records who changed what, before and after, and the result. Records and rethrows a failure. */
  record<T>(activityAction: ActivityAction, work: () => Promise<ActivityChange<T>> | ActivityChange<T>): Promise<T>
  /** Records what has been done already. Never throws. */
  note(activityAction: ActivityAction, outcome: Pick<ActivityEntry, 'before' | 'after' | 'result' | 'error'>): void
  readonly handlers: Pick<Handlers, 'activity.list' | 'activity.perDay'>
}

/** Creates the activity log: one entry for every change made or attempted on a server or in Wisdeck itself. */
export function createActivity(deps: {
  readonly storage: Pick<Storage, 'activity' | 'eventually'>
  readonly clock: Clock
  readonly emit: Emit
  readonly actor: string
  readonly log: Logger
}): Activity {
  /** Records an outcome. If the disk refuses it, it is written later: the change itself has been made. */
  const note: Activity['note'] = (activityAction, outcome) => {
    const entry = {
      atMs: deps.clock.now(),
      actor: deps.actor,
      serverId: activityAction.server?.id ?? null,
      serverName: activityAction.server?.name ?? null,
      action: activityAction.action,
      subject: activityAction.subject,
      ...outcome,
    }
    try {
      deps.storage.eventually(() => deps.emit('activity.added', deps.storage.activity.append(entry)))
    } catch (thrown) {
      deps.log.error('activity.not-written', {
        action: activityAction.action,
        result: outcome.result,
        ...toErrorValue(thrown),
      })
    }
  }
  return {
    note,
    async record(activityAction, work) {
      let activityChange
      try {
        activityChange = await work()
      } catch (thrown) {
        const unknown = thrown instanceof AppError && thrown.code === 'write.unknown'
        note(activityAction, {
          before: null,
          after: null,
          result: unknown ? 'unknown' : 'failed',
          error: toErrorValue(thrown),
        })
        throw thrown
      }
      note(activityAction, { before: activityChange.before, after: activityChange.after, result: 'done', error: null })
      return activityChange.value
    },
    handlers: {
      'activity.list': (query) => [...deps.storage.activity.list(query)],
      'activity.perDay': ({ startsMs }) => [
        ...deps.storage.activity.walk((newestFirst) => countDays(newestFirst, startsMs)),
      ],
    },
  }
}

/** Returns the fields of `to` that differ from `from`, on both sides: what a reader of the log wants to see. */
export function differing(from: Facts, to: Facts): { readonly before: Facts; readonly after: Facts } {
  const changed = Object.keys(to).filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
  const pick = (facts: Facts) => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]))
  return { before: pick(from), after: pick(to) }
}
