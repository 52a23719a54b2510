import { type ActionOfKind, type CreatedKind, isListed, type Kind } from '../../shared/kinds/index.ts'
import { rowKey } from '../../shared/model/inventory.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { RowFacts } from '../../shared/model/plan.ts'
import type { StoredServer } from '../storage/types.ts'
import type { PasswordSource, RandomBytes } from './password.ts'
import type { Draft, Outcome } from './outcome.ts'
import type { PlannedRead } from './planned-reads.ts'
import type { ServerView } from './server-view.ts'
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
  readonly random: RandomBytes
  readonly secrets: PlanSecrets
}

/** Returns the password that was given with the intent, or how to generate one of this length. */
export const passwordSource = ({ secrets, random }: PlanDeps, length: number): PasswordSource =>
  secrets.password ?? { length, random }

/** How one type of action is planned. */
export interface PlannedAction<Action> {
  /**
   * Prepares the action on the rows with these keys. A creation has none.
   * @throws AppError input.invalid if the action itself is not valid; file.*
   */
  prepare(action: Action, keys: readonly string[], deps: PlanDeps): PreparedPlan
  /** Whether it makes new rows and changes none of the keys: the names that are taken must then be known. */
  readonly makesRows?: true
  /** Counts the parts of the action that hold a password or may hold one: it cannot be stored then. */
  countPasswords?(action: Action, servers: PlanDeps['servers']): number
}

/** How the actions of a kind are planned: one entry for each schema in its model. */
export type PlannedActions<K extends Kind> = {
  readonly [T in ActionOfKind<K>['type']]: PlannedAction<Extract<ActionOfKind<K>, { readonly type: T }>>
}

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

/** Drafts a row that is to be created, under the key of a row that does not exist yet. */
export const newRowDraft = (
  view: ServerView,
  kind: CreatedKind,
  name: string,
  computeOutcome: () => Outcome,
  subject = name,
): Draft => draftOf(view, { key: rowKey(view.id, kind, `+${name}`), serverId: view.id, kind }, subject, computeOutcome)
