import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { Runs } from '../types.ts'
import type { Random } from './actions/ftp-rows.ts'
import type { Draft, Outcome } from './outcome.ts'
import type { PlannedRead } from './planned-reads.ts'
import type { ServerView } from './server-view.ts'
import type { Target } from './targets.ts'

/** An intent whose own faults have been refused: what has to be read for it, and what comes of it then. */
export interface Prepared {
  readonly plannedReads: readonly PlannedRead[]
  drafts(view: (serverId: string) => ServerView): Iterable<Draft>
}

/** What preparing an intent takes besides the intent. */
export interface PlanWorld {
  readonly servers: readonly StoredServer[]
  readonly protectedIps: readonly string[]
  readonly runs: Runs
  readonly random: Random
}

export type ActionOf<T extends BulkIntent['action']['type']> = Extract<BulkIntent['action'], { readonly type: T }>

/** A draft for a row that is there, unless its server or kind stands in the way. */
export function draftOf(
  view: ServerView,
  { key, serverId, kind }: Omit<Target, 'id'>,
  subject: string,
  reckon: () => Outcome,
): Draft {
  return { key, serverId, kind, subject, outcome: view.blocked ?? view.unread[kind] ?? reckon() }
}
