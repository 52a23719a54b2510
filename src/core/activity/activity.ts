import { AppError, toErrorValue } from '../../shared/errors.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import type { Emit } from '../events.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { NewEntry, Storage } from '../storage/types.ts'
import { rowOf } from './row-of.ts'

type Facts = Readonly<Record<string, unknown>>
type NamedServer = { readonly id: string; readonly name: string }

/** A change that is about to be made. */
interface ActivityAction {
  readonly action: string
  readonly subject: string
  /** The server that is changed. Null if there is none, or none yet. */
  readonly server: NamedServer | null
}

/** The result of a change. Give only the fields that matter, and never a secret. */
interface ActivityChange<T> {
  readonly value: T
  readonly before: Facts | null
  readonly after: Facts | null
  /** The server that the change has added. */
  readonly added?: NamedServer
}

type EntryOutcome = Pick<ActivityEntry, 'before' | 'after' | 'result' | 'error'>

export interface Activity {
  /** Does the work and records who changed what, before and after, and the result. Records and rethrows a failure. */
  record<T>(activityAction: ActivityAction, work: () => Promise<ActivityChange<T>> | ActivityChange<T>): Promise<T>
  /** Records what has been done already. Never throws. */
  note(activityAction: ActivityAction, outcome: EntryOutcome): void
  /**
   * Returns an activity whose entries say that they undo this entry. `written` returns the last one of them; null if
   * there is none, or none that the disk has accepted yet.
   */
  undoing(entryId: number): { readonly activity: Activity; written(): ActivityEntry | null }
  /** Returns who makes changes now: the operating-system user, and the name set for the record. */
  author(): Pick<ActivityEntry, 'actor' | 'actorName'>
}

interface ActivityDeps {
  readonly storage: Pick<Storage, 'record' | 'settings' | 'eventually'>
  readonly clock: Clock
  readonly emit: Emit
  readonly actor: string
  readonly log: Logger
}

/** Creates what writes the entries of changes in Wisdeck itself and of single rows. Runs write their own entries. */
export const createActivity = (deps: ActivityDeps): Activity => activityOf(deps, null, () => undefined)

/** `undoOf` is the entry that all changes undo, if any. `onWritten` is called with each entry that is on disk. */
function activityOf(deps: ActivityDeps, undoOf: number | null, onWritten: (entry: ActivityEntry) => void): Activity {
  const author = () => ({ actor: deps.actor, actorName: deps.storage.settings.get().actorName || null })
  const write = (entry: NewEntry) => {
    const written = deps.storage.record.append(entry)
    onWritten(written)
    deps.emit('activity.added', written)
  }
  /** Records an outcome. If the disk refuses it, it is written later: the change itself has been made. */
  const note: Activity['note'] = ({ action, subject, server }, outcome) => {
    const serverId = server?.id ?? null
    const entry = {
      atMs: deps.clock.now(),
      ...author(),
      reason: null,
      serverId,
      serverName: server?.name ?? null,
      ...rowOf({ serverId, action, ...outcome }),
      action,
      subject,
      ...outcome,
      madeId: null,
      undo: null,
      undoOf,
    }
    try {
      deps.storage.eventually(() => write(entry))
    } catch (thrown) {
      deps.log.error('activity.not-written', {
        action,
        result: outcome.result,
        ...toErrorValue(thrown),
      })
    }
  }
  return {
    author,
    note,
    record: (activityAction, work) => recorded(note, activityAction, work),
    undoing(entryId) {
      let last: ActivityEntry | null = null
      return { activity: activityOf(deps, entryId, (entry) => void (last = entry)), written: () => last }
    },
  }
}

async function recorded<T>(
  note: Activity['note'],
  activityAction: ActivityAction,
  work: () => Promise<ActivityChange<T>> | ActivityChange<T>,
): Promise<T> {
  let activityChange
  try {
    activityChange = await work()
  } catch (thrown) {
    const unknown = thrown instanceof AppError && thrown.code === 'write.unknown'
    const result = unknown ? 'unknown' : 'failed'
    note(activityAction, { before: null, after: null, result, error: toErrorValue(thrown) })
    throw thrown
  }
  const { before, after, value, added } = activityChange
  note({ ...activityAction, server: added ?? activityAction.server }, { before, after, result: 'done', error: null })
  return value
}

/** Returns the fields of `to` that differ from `from`, on both sides: what a reader of the log wants to see. */
export function differing(from: Facts, to: Facts): { readonly before: Facts; readonly after: Facts } {
  const changed = Object.keys(to).filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
  const pick = (facts: Facts) => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]))
  return { before: pick(from), after: pick(to) }
}

/**
 * Returns what the record says of a change of something named by the field `id`: all of it if it was made or removed,
 * else what differs.
 */
export function changeOf(before: Facts | null, after: Facts | null, id: string) {
  if (!before || !after) return { before, after }
  const changed = differing(before, after)
  return { before: { [id]: before[id], ...changed.before }, after: { [id]: after[id], ...changed.after } }
}
