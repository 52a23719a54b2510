import { z } from 'zod'
import { environments } from '../../shared/model/server.ts'
import { publicAction } from '../../shared/model/bulk-action.ts'
import { type PlanItem, planItem } from '../../shared/model/plan.ts'
import {
  type ItemState,
  serverRunStates,
  pauseReasons,
  runOptions,
  type RunState,
  skipReasons,
} from '../../shared/model/run.ts'
import { errorValue } from '../../shared/model/inventory.ts'
import type { Immutable } from '../../shared/immutable.ts'

/** One server of a run as it stood when the run began: it outlives the profile, and an edited address is seen by it. */
const runServer = z.object({
  serverId: z.string(),
  name: z.string(),
  url: z.string(),
  environment: z.enum(environments),
  /** `stopped` or `done` for good; any other state is that of the run. */
  state: z.enum(serverRunStates),
  error: errorValue.nullable(),
})
export type RunServer = Immutable<z.infer<typeof runServer>>

/** What the `head` column holds. */
export const runHead = z.object({
  action: publicAction,
  name: z.string().nullable(),
  pausedBy: z.enum(pauseReasons).nullable(),
  options: runOptions,
  endedAtMs: z.number().nullable(),
  noops: z.number().int(),
  servers: z.array(runServer),
  /** The server that goes first, until it has gone well or the user went on all the same. */
  canary: z.string().nullable(),
  undoOf: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** Heads that were written without it say nothing of a rest, so one may be looked for. */
  undoneAll: z.boolean().default(false),
  handout: z.enum(['none', 'sealed', 'shown']),
  /** How the key of the sealed passwords is made from the passphrase, and by what a wrong one is told. */
  lock: z.object({ kdf: z.unknown(), check: z.string() }).nullable(),
})
export type RunHead = Immutable<z.infer<typeof runHead>>

/** An item in the `item` column, which keeps the names it was first written with. */
export const itemColumn = planItem
  .omit({ index: true, knownDuplicates: true })
  .extend({ place: z.number().int(), beside: z.array(z.string()).optional() })
  .transform(({ place, beside, ...item }): PlanItem => {
    return { ...item, index: place, ...(beside === undefined ? {} : { knownDuplicates: beside }) }
  })

/** The text of the `item` column. */
export const itemText = ({ index, knownDuplicates, ...item }: PlanItem): string =>
  JSON.stringify({ place: index, ...item, beside: knownDuplicates })

export interface StoredRun {
  readonly id: string
  readonly planId: string
  readonly startedAtMs: number
  readonly state: RunState
  readonly head: RunHead
}

/** What became of an item so far; the `outcome` column. */
export const itemOutcome = z.object({
  error: errorValue.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  found: z.record(z.string(), z.unknown()).nullable(),
  madeId: z.string().nullable(),
  /** When its first request left, and the last one; wall time. */
  firstSentAtMs: z.number().nullable(),
  sentAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** How often it was sent and found not to be in force. */
  attempts: z.number().int(),
  /** Ids of rows that looked like the one to be made before it was: none of them is the new one. */
  twins: z.array(z.string()),
})
export type ItemOutcome = Immutable<z.infer<typeof itemOutcome>>

export interface StoredItem {
  readonly item: PlanItem
  readonly state: ItemState
  readonly outcome: ItemOutcome
}

/** A change of one item; what is left out stays. */
export interface ItemChange {
  readonly index: number
  readonly state: StoredItem['state']
  readonly outcome: ItemOutcome
  readonly item?: StoredItem['item']
}

/** How many items of a server and kind are in one state, and how many of them an undo could take back. */
export interface RunTally {
  readonly serverId: string
  readonly kind: StoredItem['item']['kind']
  readonly state: StoredItem['state']
  readonly count: number
  readonly undoable: number
}

/**
 * Whether an undo could take something of it back: what was done, and a row that was made though its item came to
 * another end.
 */
export const isUndoable = ({ item, state, outcome }: StoredItem): boolean =>
  item.undo !== 'none' &&
  (state === 'confirmed' ||
    (outcome.madeId !== null && (state === 'failed' || state === 'skipped' || state === 'unknown')))

export interface ItemQuery {
  readonly runId: string
  readonly states?: readonly StoredItem['state'][] | undefined
  readonly serverId?: string | undefined
  readonly kind?: StoredItem['item']['kind'] | undefined
  /** Only items after this place. */
  readonly after?: number | undefined
}

export const freshOutcome: ItemOutcome = {
  error: null,
  skipped: null,
  found: null,
  madeId: null,
  firstSentAtMs: null,
  sentAtMs: null,
  endedAtMs: null,
  attempts: 0,
  twins: [],
}
