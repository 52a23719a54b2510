import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { type ConfirmableFlag, confirmableFlags, planFlags } from '../plan-flags.ts'
import { publicAction } from './bulk-action.ts'
import { kind } from '../kinds/index.ts'
import { environments } from './server.ts'

export const rowFacts = z.record(z.string(), z.unknown())
/** Fields of a row by their names in the model. A change has only the fields that it touches. */
export type RowFacts = Immutable<z.infer<typeof rowFacts>>

/** How far an item can be undone: fully; by creating the row again, with a new id and without its logs; not at all. */
export const undoKinds = ['full', 'recreate', 'none'] as const
export type UndoKind = (typeof undoKinds)[number]

export const bulkOps = ['update', 'create', 'remove', 'password'] as const

/**
 * One change of one row. `before` and `after` hold the fields that change. A new row has no `before`. A deleted row has
 * no `after`, and the whole row as `before`. Neither field ever holds a secret.
 */
export const planItem = z.object({
  /** Counted from 0 within the plan. A run refers to the item by this number. */
  index: z.number().int(),
  /** The row's key. For a row that is to be created, `serverId/kind/+name`. */
  key: z.string(),
  serverId: z.string(),
  kind,
  op: z.enum(bulkOps),
  /** A username or a job's name. */
  subject: z.string(),
  before: rowFacts.nullable(),
  after: rowFacts.nullable(),
  flags: z.array(z.enum(planFlags)),
  undo: z.enum(undoKinds),
  /**
   * The fields of the row that an update does not touch, as they were planned. They show in a read-back what else the
   * change did. Absent in items that an earlier version has stored.
   */
  others: rowFacts.optional(),
  /** The id of the deleted row that a creation makes again. What is kept here about that row moves to the new one. */
  replaces: z.string().optional(),
  /** Which step of the intent it belongs to, counted from 0. Absent if the intent has one step. */
  step: z.number().int().optional(),
  /** Ids of the rows with the same name that the plan knows about. The new row is created in addition to them. */
  knownDuplicates: z.array(z.string()).optional(),
})
export type PlanItem = Immutable<z.infer<typeof planItem>>

/** Which items of a plan are read. `without` leaves out the items that have one of these flags. */
export const planItemFilter = {
  serverId: z.string().min(1).max(100).optional(),
  flag: z.enum(planFlags).optional(),
  without: z.array(z.enum(confirmableFlags)).default([]),
}

const impossibleReasons = [
  'read-only-server',
  'production-lock',
  'no-token',
  /** The server could not be read, so the plan has no reliable rows. `detail` is the code of the error. */
  'unread',
  'scope',
  /** The panel does not show this account's list, so nothing can be added to it or removed from it. */
  'ips-unknown',
  /** The row is no longer on its panel, or the server has been removed from Wisdeck. */
  'gone',
  /** The key names no row of the kind that the action is for. */
  'not-a-row',
  /** A different row with that name exists already. */
  'exists',
  /**
   * The plan changes the same row already through another server, named in `detail`, that leads to the same panel or to
   * one with the same certificate key.
   */
  'same-panel',
  /** `detail` names the variable that has no known value. */
  'variable-unknown',
  /** The result would not be a valid row. `detail` names the field. */
  'invalid-result',
  /** The schedule cannot be shifted. */
  'not-shiftable',
  /** The change cannot be undone. */
  'not-undoable',
  /** The change was sent, and its server could not be read since. So it is not known whether the change was made. */
  'unconfirmed',
] as const
export const impossibleRow = z.object({
  key: z.string(),
  serverId: z.string(),
  subject: z.string(),
  reason: z.enum(impossibleReasons),
  detail: z.string().nullable(),
  /** When the server did not answer, if that was so shortly before the plan that it was not tried again. */
  triedAtMs: z.number().optional(),
})
export type ImpossibleRow = Immutable<z.infer<typeof impossibleRow>>
export type ImpossibleReason = ImpossibleRow['reason']

/** Items of one server that have the same flags, operation and undo. */
const planPart = z.object({
  flags: z.array(z.enum(planFlags)),
  op: z.enum(bulkOps),
  undo: z.enum(undoKinds),
  items: z.number().int(),
  /** The requests of these items: changes, and reads of single rows. */
  requests: z.number().int(),
})

const planServer = z.object({
  serverId: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  items: z.number().int(),
  /** All items, by what a user may leave out. */
  parts: z.array(planPart),
  /** An estimate of all requests of the server run: reads before the changes, the changes, and the read-back. */
  requests: z.number().int(),
  /**
   * The time in ms until the last request of this server has been sent, as its request budget stands now. It includes
   * the waits for that budget, and the requests of the plan's other servers with the same token.
   */
  etaMs: z.number(),
  /** When the rows behind the plan were read. Null if nothing had to be read. */
  readAtMs: z.number().nullable(),
})
export type PlanServer = Immutable<z.infer<typeof planServer>>

const count = z.number().int()

/** A plan without its items, which are read page by page. It can be run once, and it is lost when Wisdeck closes. */
export const plan = z.object({
  id: z.string(),
  createdAtMs: z.number(),
  /** After this time the plan has to be made again before it can run. */
  expiresAtMs: z.number(),
  action: publicAction,
  /** The name under which it was saved, if it was. */
  name: z.string().nullable(),
  changes: count,
  /** The number of rows that need no change. */
  noops: count,
  impossible: z.array(z.object({ reason: z.enum(impossibleReasons), count })),
  flags: z.record(z.enum(planFlags), count),
  undo: z.record(z.enum(undoKinds), count),
  /** Sorted, the slowest server first. */
  servers: z.array(planServer),
  /** The time in ms until the last request to the slowest server has been sent. */
  etaMs: z.number(),
  needs: z.object({
    /** True if passwords are generated or sent. The user must then give a passphrase for the credentials sheet. */
    passphrase: z.boolean(),
    /** The protected addresses that some lists would lose. The user must type one of them. Empty for none. */
    protectedIps: z.array(z.string()),
  }),
})
export type Plan = Immutable<z.infer<typeof plan>>

/** How far a planning is with its reads. */
export const planning = z.object({
  planningId: z.string(),
  read: count,
  toRead: count,
  etaMs: z.number().nullable(),
})

/** An intent kept under a name: what to do to which rows. Each time it is opened, a plan is made from current rows. */
export const savedPlan = z.object({
  id: z.string(),
  name: z.string(),
  action: publicAction,
  keys: count,
  savedAtMs: z.number(),
})
export type SavedPlan = Immutable<z.infer<typeof savedPlan>>

export const planConfirmation = z.object({
  /** Flags whose items are included. Items with any other confirmable flag are skipped. */
  include: z.array(z.enum(confirmableFlags)).default([]),
  /** The text that `typedFor` asks for, for the items that are included. */
  typed: z.string().max(100).optional(),
  /** One of the addresses of `needs.protectedIps`, typed by the user. Required if `ours-dropped` is included. */
  protectedIp: z.string().max(200).optional(),
})

/** The details of `confirm.needed`: the change of one row, and what the user has yet to confirm before it is sent. */
export interface ChangeQuestion {
  readonly item: PlanItem
  readonly flags: readonly ConfirmableFlag[]
  /** The text to be typed, or null for none. */
  readonly typed: string | null
  /** Addresses of which one is to be typed. Empty for none. */
  readonly protectedIps: readonly string[]
}
