import type { z } from 'zod'
import type { UndoKind } from '../../shared/model/plan.ts'
import type { PlanFlag } from '../../shared/plan-flags.ts'
import type { RunItem } from '../../shared/model/run.ts'
import type { Endpoint } from '../panel/endpoint.ts'
import type { RowList } from '../panel/reply-fields.ts'
import type { Draft } from '../planning/outcome.ts'
import type { PasswordSource } from '../planning/password.ts'
import type { PlannedAction } from '../planning/prepared.ts'
import type { ServerView } from '../planning/server-view.ts'

/** Fields of a row by their names in the model, or of a request's body by the API's names. */
export type Facts = Readonly<Record<string, unknown>>

/** What every row has. The switch is null if the panel does not report it. */
interface BareRow {
  readonly enabled: boolean | null
}

/** One request that sets fields of an existing row. */
export interface Setter {
  readonly fields: readonly string[]
  /** A value whose request only flips it (`flip`) must be read right before, and is never sent again on a doubt. */
  readonly endpoint: Endpoint
  /** What the values must be. */
  readonly values: z.ZodType<Facts>
  /** Returns the body of the request; null for a request without a body. */
  body(values: Facts): Facts | null
  /** The field that holds a password, which is hidden in errors and cannot be read back. */
  readonly secret?: string
}

/** How an existing row relates to one that is to be created. A `namesake` has its name and is another row. */
type Identity = 'same' | 'namesake' | 'no'

/** How rows of a kind are created. */
export interface Creation<Row> {
  readonly endpoint: Endpoint
  readonly draft: z.ZodType<Facts>
  body(draft: Facts): Facts
  /** The field of the draft that holds a password. */
  readonly secret?: string
  /** The fields that the request carries. All others are set by further requests. */
  readonly carries: readonly string[]
  /** Values that a new row has by itself, so that no further request is needed for them. */
  readonly defaults: Facts
  /** Compares a row with the values wanted for a new one. */
  identifies(wanted: Facts, row: Row): Identity
  /** Returns the ids that a new row may get; absent if the panel chooses them. `owner` is null if it is not known. */
  predictIds?(wanted: Facts, owner: string | null): readonly string[]
  /** Whether the panel refuses a second row of the same name. */
  readonly hasUniqueNames: boolean
  /**
   * Returns a function that drafts rows once more that a run has not created; null if the values are not valid. One
   * function drafts all rows of a plan.
   */
  createRetry(password: PasswordSource): (view: ServerView, item: RunItem) => Draft | null
}

/** What the user must confirm of a change: flags, and protected addresses that would be lost. */
export interface Risks {
  readonly flags: readonly PlanFlag[]
  readonly lostProtectedIps: readonly string[]
}

/** What is known of a removed row besides the row itself. */
export interface Removal {
  /** When the run that removed it began. */
  readonly startedAtMs: number
  /** Returns what the row was created with, if that was done from here; null if nobody knows. */
  createdWith(): Facts | null
}

/**
 * All that core knows of one kind of row: how a panel is asked for it and told to change it, and what its values mean.
 * Optional members are absent for a kind that cannot do it.
 */
export interface RowKind<Row extends BareRow = BareRow> {
  idOf(row: Row): string
  readonly endpoints: { readonly get: Endpoint; readonly list?: Endpoint; readonly remove?: Endpoint }
  /** Reads the answer of `endpoints.list`; null if it makes no sense. */
  readList?(body: unknown): RowList<Row> | null
  /** Reads one row, which was asked for by this id; null if the answer makes no sense. A new row has no id yet. */
  readOne(body: unknown, id: string | null): Row | null
  /** All setters, in the order in which they are sent. Those that flip go last, by themselves. */
  readonly setters: Readonly<Record<string, Setter>>
  readonly creation?: Creation<Row>
  /** How far the removal of a row can be undone. */
  readonly undoOfRemoval: UndoKind
  /** Drafts a removed row anew. Absent unless `undoOfRemoval` says that this can be done. */
  recreate?(view: ServerView, item: RunItem, removal: Removal): Draft
  /** How each action of the kind is planned, by its type. */
  readonly actions: Readonly<Record<string, PlannedAction<never>>>
  /** Fields that lists of some panels leave out, so that the row must be read by itself. They are null if left out. */
  readonly ownRead: readonly string[]
  /** Whether a shown value of a field means the same as another one. */
  same(field: string, shown: unknown, other: unknown): boolean
  /** Returns what the user must confirm before fields are changed to other values. Absent if nothing is ever asked. */
  risksOf?(before: Facts, after: Facts, protectedIps: readonly string[]): Risks
  /** Returns the times in a row that the panel printed with its clock's offset. */
  timesOf(row: Row): readonly (string | null)[]
  /** Returns what a whole list shows about its panel. */
  learnFromList?(rows: readonly Row[]): { readonly listHasAllowedIps?: boolean }
}
