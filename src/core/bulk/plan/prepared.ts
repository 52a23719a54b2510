import { isListed } from '../../../shared/kinds/index.ts'
import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { Runs } from '../types.ts'
import type { PasswordSource, RandomBytes } from './actions/ftp-rows.ts'
import type { Draft, Outcome } from './actions/outcome.ts'
import type { PlannedRead } from './planned-reads.ts'
import type { ServerView } from './actions/server-view.ts'
import type { Target } from './targets.ts'

/** An intent that has been checked: what must be read for it, and the drafts that follow from these reads. */
export interface PreparedPlan {
  readonly plannedReads: readonly PlannedRead[]
  /** @throws AppError input.invalid if the pattern of a replacement takes too long */
  drafts(view: (serverId: string) => ServerView): Iterable<Draft>
}

/** What an action needs and must not hold, because actions are shown and stored: the password to set. */
export interface PlanSecrets {
  readonly password?: string | undefined
}

/** What is needed to prepare an intent, besides the intent. */
export interface PlanDeps {
  readonly servers: readonly StoredServer[]
  readonly protectedIps: readonly string[]
  readonly runs: Runs
  readonly random: RandomBytes
  readonly secrets: PlanSecrets
}

/** Returns the password that was given with the intent, or how to generate one of this length. */
export const passwordSource = ({ secrets, random }: PlanDeps, length: number): PasswordSource =>
  secrets.password ?? { length, random }

export type ActionOf<T extends BulkIntent['action']['type']> = Extract<BulkIntent['action'], { readonly type: T }>

/** Drafts what is to be done to a row: it is impossible if the server is blocked or the kind could not be read. */
export function draftOf(
  view: ServerView,
  { key, serverId, kind }: Omit<Target, 'id'>,
  subject: string,
  computeOutcome: () => Outcome,
  row?: RowFacts,
): Draft {
  return {
    key,
    serverId,
    kind,
    subject,
    outcome: view.blocked ?? (isListed(kind) ? view.unread[kind] : null) ?? computeOutcome(),
    row,
  }
}
