import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { publicAction } from './bulk-action.ts'
import { kind } from './inventory.ts'
import { environments } from './server.ts'

export const rowFacts = z.record(z.string(), z.unknown())
/** Fields of a row by their names in the model; for one change only those that it touches. */
export type RowFacts = Immutable<z.infer<typeof rowFacts>>

/**
 * What sets an item apart. The first four are left out of a run until the user has confirmed them by name:
 * a list that turns a restriction on or off, one that drops an address of ours, a row that changed since the run that
 * is undone.
 */
export const planFlags = [
  'first-restriction',
  'last-restriction',
  'ours-dropped',
  'changed-since',
  'irreversible',
  'production',
] as const
export type PlanFlag = (typeof planFlags)[number]
export const confirmableFlags = ['first-restriction', 'last-restriction', 'ours-dropped', 'changed-since'] as const
export type ConfirmableFlag = (typeof confirmableFlags)[number]

/** How far an item can be taken back: wholly; by making it anew, under a new id and without its logs; not at all. */
export const undoKinds = ['full', 'recreate', 'none'] as const
export type UndoKind = (typeof undoKinds)[number]

export const bulkOps = ['update', 'create', 'remove', 'password'] as const

/**
 * One change of one row. `before` and `after` hold the fields that change; a new row has no `before`, a deleted one no
 * `after` and its whole self as `before`. Never a secret.
 */
export const planItem = z.object({
  /** Counted from 0 within the plan; what a run calls the item by. */
  index: z.number().int(),
  /** The row's key; for a row to be made, `serverId/kind/+name`. */
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
  /** Ids of rows of the same name that the plan knows of and beside which the row is made. */
  knownDuplicates: z.array(z.string()).optional(),
})
export type PlanItem = Immutable<z.infer<typeof planItem>>

export const impossibleReasons = [
  'read-only-server',
  'production-lock',
  'no-token',
  /** The server could not be read, so nothing is known that is safe to go by; `detail` is the code of the error. */
  'unread',
  'scope',
  /** The panel does not show this account's list, so nothing can be added to it or taken from it. */
  'ips-unknown',
  /** The row is no longer on its panel, or the server no longer on the desk. */
  'gone',
  /** A row of that name is there already and is another one. */
  'exists',
  /** `detail` names the variable no value is known for. */
  'variable-unknown',
  /** The outcome would be no valid row; `detail` names the field. */
  'invalid-result',
  /** The schedule is not one that can be shifted. */
  'not-shiftable',
  /** Nothing of it can be taken back. */
  'not-undoable',
  /** It was sent, and its server could not be read since: nobody knows yet whether it was done. */
  'unsettled',
] as const
export const impossibleRow = z.object({
  key: z.string(),
  serverId: z.string(),
  subject: z.string(),
  reason: z.enum(impossibleReasons),
  detail: z.string().nullable(),
})
export type ImpossibleRow = Immutable<z.infer<typeof impossibleRow>>
export type ImpossibleReason = ImpossibleRow['reason']

const planServer = z.object({
  serverId: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  items: z.number().int(),
  /** Requests of the whole lane: changes, readings before and the reading back. */
  requests: z.number().int(),
  /** Until its last request has left, by what its budget holds now; with the waits for its quota. */
  etaMs: z.number(),
  /** Age of the rows it was reckoned from; null where nothing had to be read. */
  readAtMs: z.number().nullable(),
})
export type PlanServer = Immutable<z.infer<typeof planServer>>

const count = z.number().int()

/** A plan without its items, which are read page by page. It lives until Wisdeck closes or it is run, once. */
export const plan = z.object({
  id: z.string(),
  createdAtMs: z.number(),
  /** After this it has to be made anew before it can run. */
  expiresAtMs: z.number(),
  action: publicAction,
  /** Given when it was saved. */
  name: z.string().nullable(),
  changes: count,
  /** Rows that are already as wanted. */
  noops: count,
  impossible: z.array(z.object({ reason: z.enum(impossibleReasons), count })),
  flags: z.record(z.enum(planFlags), count),
  undo: z.record(z.enum(undoKinds), count),
  /** Slowest first. */
  servers: z.array(planServer),
  /** Until the slowest server is done. */
  etaMs: z.number(),
  needs: z.object({
    /**
     * What must be typed: the word `production` for servers of that environment, else the count of what cannot be
     * undone; null for nothing.
     */
    typed: z.string().nullable(),
    /** Passwords will be drawn or sent: a passphrase must be given to seal the handout with. */
    passphrase: z.boolean(),
    /** Addresses of ours that some lists would lose, to be typed back as one of them; empty for none. */
    protectedIps: z.array(z.string()),
  }),
})
export type Plan = Immutable<z.infer<typeof plan>>

/** A plan kept by name: what to do and to which rows. It is made anew each time it is opened. */
export const savedPlan = z.object({
  id: z.string(),
  name: z.string(),
  action: publicAction,
  keys: count,
  savedAtMs: z.number(),
})
export type SavedPlan = Immutable<z.infer<typeof savedPlan>>

export const planConfirmation = z.object({
  /** Flags whose items are to be included; items with any other confirmable flag are skipped. */
  include: z.array(z.enum(confirmableFlags)).default([]),
  /** What `needs.typed` asks for. */
  typed: z.string().max(100).optional(),
  /** One of the addresses of `needs.ours`, typed, where `ours-dropped` is included. */
  protectedIp: z.string().max(200).optional(),
})
