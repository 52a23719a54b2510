import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { budgetReasons } from './budget.ts'
import { publicAction } from './bulk-action.ts'
import { errorValue } from './inventory.ts'
import { planItem, rowFacts } from './plan.ts'
import { environments } from './server.ts'

const count = z.number().int()

export const runOptions = z.object({
  /**
   * One server goes first and is read back, then the others follow. The run pauses if the first server run stops, or if
   * one of its items has failed, is in conflict or has an unknown outcome.
   */
  canary: z.boolean().default(false),
  /**
   * Wisdeck stops sending to a server once more than this share of its tried items has failed or is unknown, from the
   * fifth tried item on (or the last, if there are fewer). Null for never.
   */
  stopAtFailedPercent: z.number().int().min(1).max(100).nullable().default(null),
})

/**
 * The states of one item: `planned → sent → accepted → confirmed`, or `failed`, `skipped`, `unknown`. An item is
 * written to disk as `sent` before its request leaves. It is `accepted` from the panel's positive answer until the row
 * has been read back. A `held` item is in conflict: its row changed since the plan, so it waits for the user. An
 * `unknown` item is one whose outcome no read could find out.
 */
export const itemStates = ['planned', 'sent', 'accepted', 'confirmed', 'failed', 'skipped', 'unknown', 'held'] as const
export type ItemState = (typeof itemStates)[number]

export const skipReasons = [
  'not-confirmed',
  'cancelled',
  'lane-stopped',
  'not-sent',
  'kept-as-found',
  'step-before',
  'already-so',
  'gone',
] as const

export const runItem = planItem.extend({
  state: z.enum(itemStates),
  error: errorValue.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  /** The row as it was found, if it differs from the plan. */
  found: rowFacts.nullable(),
  /** The id of the new row, once it has been created. */
  madeId: z.string().nullable(),
  sentAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /**
   * When a reading last showed that the change is not in force although its request may still be carried out. Null if
   * no reading has shown that.
   */
  notDoneAtMs: z.number().nullable(),
  /** Whether a later reading of the panel can still show what became of the item. */
  open: z.boolean(),
})
export type RunItem = Immutable<z.infer<typeof runItem>>

const itemCounts = z.record(z.enum(itemStates), count)
export type ItemCounts = Immutable<z.infer<typeof itemCounts>>

export const serverRunStates = ['waiting', 'working', 'paused', 'stopped', 'done'] as const
const serverRun = z.object({
  serverId: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  state: z.enum(serverRunStates),
  counts: itemCounts,
  total: count,
  /** The time in ms until its last request is sent. Null if the server is not worked on or the time is not known. */
  etaMs: z.number().nullable(),
  /**
   * Why its next request waits. `ready` if it does not wait; `repeating` while a request is tried again that the panel
   * has not answered as it should. How long that goes on is not known.
   */
  waits: z.enum([...budgetReasons, 'repeating']),
  /** Milliseconds until its rate window ends. Null if the server run does not wait for that. */
  quotaInMs: z.number().nullable(),
  /** The error that stopped the server run. */
  error: errorValue.nullable(),
})
export type ServerRun = Immutable<z.infer<typeof serverRun>>

/**
 * `interrupted`: Wisdeck ended during the run. Unknown items are being reconciled or have been, and the user has not
 * resumed the run yet. `pausing`: the run waits for the answers to requests in flight.
 */
export const runStates = ['running', 'pausing', 'paused', 'interrupted', 'done', 'cancelled'] as const
export type RunState = (typeof runStates)[number]
/** Where a run was started: `row` is a change of a single row from its own screen, `rows` a plan that was shown. */
export const runOrigins = ['row', 'rows'] as const
export type RunOrigin = (typeof runOrigins)[number]
export const pauseReasons = ['user', 'canary-failed', 'storage', 'passphrase', 'vault'] as const

export const run = z.object({
  id: z.string(),
  planId: z.string(),
  origin: z.enum(runOrigins),
  action: publicAction,
  name: z.string().nullable(),
  state: z.enum(runStates),
  /** Why the run is paused. Null while it is not. */
  pausedBy: z.enum(pauseReasons).nullable(),
  options: runOptions,
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  counts: itemCounts,
  total: count,
  noops: count,
  servers: count,
  etaMs: z.number().nullable(),
  slowestServerId: z.string().nullable(),
  /** Whether unknown items are being reconciled by reading now. */
  reconciling: z.boolean(),
  /** The run that this one undoes, and the run that has undone this one. */
  undoOf: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** True if everything that could be undone has been undone. False if only a part has been undone, or nothing. */
  undoneAll: z.boolean(),
  /** How many items an undo could restore: confirmed ones, and those that created a row, whatever their final state. */
  undoable: count,
  /**
   * The state of the passwords that the run sets: there are none; they are sealed and not shown yet; they have been
   * shown and deleted here.
   */
  handout: z.enum(['none', 'sealed', 'shown']),
})
export type Run = Immutable<z.infer<typeof run>>

export const runDetails = run.extend({ serverRuns: z.array(serverRun) })
export type RunDetails = Immutable<z.infer<typeof runDetails>>

/**
 * Sent at most ten times a second for each run: the run, the server runs that changed since the last event, and the
 * rows whose state changed (the last 500).
 */
export const runProgress = z.object({
  run,
  serverRuns: z.array(serverRun),
  changed: z.array(z.object({ index: z.number().int(), key: z.string(), state: z.enum(itemStates) })),
})
export type RunProgress = Immutable<z.infer<typeof runProgress>>

/** Failed and unknown items, grouped by the code and status of their error. `error` is the error of one of them. */
export const failureGroup = z.object({
  error: errorValue,
  count,
  servers: count,
  indexes: z.array(z.number().int()).max(1000),
})
export type FailureGroup = Immutable<z.infer<typeof failureGroup>>

/**
 * One password of a credentials sheet, which core has generated or a CSV file has given. These are the only secrets
 * that leave core unsealed. `state` tells how sure it is that the account has this password: only `confirmed` is sure.
 * `sealedFor` is the name that the password was sealed for if it differs from the account's name, else null.
 */
export const credentialLine = z.object({
  server: z.string(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
  state: z.enum(itemStates),
  sealedFor: z.string().nullable(),
})
export type CredentialLine = Immutable<z.infer<typeof credentialLine>>
