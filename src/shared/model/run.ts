import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { budgetReasons } from './budget.ts'
import { publicAction } from './bulk-action.ts'
import { errorValue } from './inventory.ts'
import { planItem, rowFacts } from './plan.ts'
import { environments } from './server.ts'

const count = z.number().int()

export const runOptions = z.object({
  /** One server first, read back, then the others; the run pauses where an item of it fails. */
  canary: z.boolean().default(false),
  /** A server is left alone once more than this share of its tried items has failed; null never. */
  stopAtFailedPercent: z.number().int().min(1).max(100).nullable().default(null),
})

/**
 * The life of one item: `planned → sent → accepted → confirmed`, or `failed`, `skipped`, `unknown`. It is `sent` on
 * disk before its request leaves; `accepted` once the panel has said yes and until the row has been read back. A `held`
 * item waits for the user: its row changed since the plan. `unknown` is what no reading could settle.
 */
export const itemStates = ['planned', 'sent', 'accepted', 'confirmed', 'failed', 'skipped', 'unknown', 'held'] as const
export type ItemState = (typeof itemStates)[number]

export const skipReasons = [
  'not-confirmed',
  'cancelled',
  'lane-stopped',
  'kept-as-found',
  'already-so',
  'gone',
] as const

export const runItem = planItem.extend({
  state: z.enum(itemStates),
  error: errorValue.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  /** The row as it was found where it differs from what was planned. */
  found: rowFacts.nullable(),
  /** The row's id once a new one was made. */
  madeId: z.string().nullable(),
  sentAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
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
  /** Until its last request has left; null while it rests. */
  etaMs: z.number().nullable(),
  /** Why its next request waits; `ready` where it does not. */
  waits: z.enum(budgetReasons),
  /** Milliseconds until its quota comes back; null where it does not wait for that. */
  quotaInMs: z.number().nullable(),
  /** What stopped it. */
  error: errorValue.nullable(),
})
export type ServerRun = Immutable<z.infer<typeof serverRun>>

/**
 * `interrupted`: Wisdeck ended while it ran; what was unknown is being settled, or is, and the user has not yet said to
 * go on. `pausing` until what has left has been answered.
 */
export const runStates = ['running', 'pausing', 'paused', 'interrupted', 'done', 'cancelled'] as const
export type RunState = (typeof runStates)[number]
export const pauseReasons = ['user', 'canary-failed', 'storage', 'passphrase', 'vault'] as const

export const run = z.object({
  id: z.string(),
  planId: z.string(),
  action: publicAction,
  name: z.string().nullable(),
  state: z.enum(runStates),
  /** Why it rests; null while it does not. */
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
  /** Whether unknown items are being settled by reading now. */
  reconciling: z.boolean(),
  /** The run that this one takes back, and the one that took this back. */
  undoOf: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** Whether nothing of it is left to be taken back; false where some of it is, and while none of it was. */
  undoneAll: z.boolean(),
  /**
   * Items that an undo could take back: confirmed ones, and rows that were made though their items came to another end.
   */
  undoable: count,
  /** Passwords it made: none; sealed and not yet shown; shown, and gone from here. */
  handout: z.enum(['none', 'sealed', 'shown']),
})
export type Run = Immutable<z.infer<typeof run>>

export const runDetails = run.extend({ serverRuns: z.array(serverRun) })
export type RunDetails = Immutable<z.infer<typeof runDetails>>

/**
 * At most ten a second for each run: the run, the lanes that changed since the last one, and rows whose state changed
 * (the last 500).
 */
export const runProgress = z.object({
  run,
  serverRuns: z.array(serverRun),
  changed: z.array(z.object({ index: z.number().int(), key: z.string(), state: z.enum(itemStates) })),
})
export type RunProgress = Immutable<z.infer<typeof runProgress>>

/** Failed and unknown items by what they failed of. */
export const failureGroup = z.object({
  error: errorValue,
  count,
  servers: count,
  indexes: z.array(z.number().int()).max(1000),
})
export type FailureGroup = Immutable<z.infer<typeof failureGroup>>

/**
 * One password of a handout. The only secrets that ever leave core: made there for this one showing. `state` says how
 * sure it is that the account has it: only `confirmed` is. `sealedFor` is the name it was sealed for, where that is
 * another than the account's; null where they agree.
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
