import { z } from 'zod'
import { environments } from '../../shared/model/server.ts'
import { publicAction } from '../../shared/model/bulk-action.ts'
import { type PlanItem, planItem } from '../../shared/model/plan.ts'
import {
  type ItemState,
  serverRunStates,
  pauseReasons,
  runOptions,
  runOrigins,
  type RunState,
  skipReasons,
} from '../../shared/model/run.ts'
import { kinds } from '../../shared/kinds/index.ts'
import { errorValue, rowKey } from '../../shared/model/inventory.ts'
import type { Immutable } from '../../shared/immutable.ts'

/** One server of a run, with its profile at the start. Outlives the profile and shows if the address changes later. */
const runServer = z.object({
  serverId: z.string(),
  name: z.string(),
  url: z.string(),
  environment: z.enum(environments),
  /** `stopped` and `done` are final. For any other state, the state of the run applies. */
  state: z.enum(serverRunStates),
  error: errorValue.nullable(),
})
export type RunServer = Immutable<z.infer<typeof runServer>>

/** The content of the `head` column. */
export const runHead = z.object({
  /** Heads from before this field existed are of plans that were shown. */
  origin: z.enum(runOrigins).default('rows'),
  action: publicAction,
  name: z.string().nullable(),
  pausedBy: z.enum(pauseReasons).nullable(),
  options: runOptions,
  endedAtMs: z.number().nullable(),
  noops: z.number().int(),
  servers: z.array(runServer),
  /** The server that goes first. Null without a canary, or once it has succeeded or the user has continued anyway. */
  canary: z.string().nullable(),
  undoOf: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** True if everything that could be undone has been undone. Heads from before this field existed count as false. */
  undoneAll: z.boolean().default(false),
  /** How many changes could be undone when all were. One that is confirmed later is not among them. */
  undoneCount: z.number().int().optional(),
  handout: z.enum(['none', 'sealed', 'shown']),
  /** Who has started the run: the operating-system user, and the name set for the record. */
  actor: z.string().default(''),
  actorName: z.string().nullable().default(null),
  /** Why, as typed at the start. */
  reason: z.string().nullable().default(null),
  /** How the sealed passwords' key is derived from the passphrase, and the check value that detects a wrong one. */
  lock: z.object({ kdf: z.unknown(), check: z.string() }).nullable(),
})
export type RunHead = Immutable<z.infer<typeof runHead>>

/** An item in the `item` column. The column keeps the field names it was first written with. */
export const itemColumn = planItem
  .omit({ index: true, knownDuplicates: true })
  .extend({ place: z.number().int(), beside: z.array(z.string()).optional() })
  .transform(({ place, beside, ...item }): PlanItem => {
    return { ...item, index: place, ...(beside === undefined ? {} : { knownDuplicates: beside }) }
  })

/** Returns the text of the `item` column. */
export const itemText = ({ index, knownDuplicates, ...item }: PlanItem): string =>
  JSON.stringify({ place: index, ...item, beside: knownDuplicates })

export interface StoredRun {
  readonly id: string
  readonly planId: string
  readonly startedAtMs: number
  readonly state: RunState
  readonly head: RunHead
}

/** The outcome of an item so far. */
const itemOutcome = z.object({
  error: errorValue.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  /** The row as it was found, if it differs from the plan. */
  found: z.record(z.string(), z.unknown()).nullable(),
  /** Whether an update that has failed has changed its row all the same: `found` is otherwise than before. */
  halfDone: z.boolean(),
  /** The id of the new row, once it has been created. */
  madeId: z.string().nullable(),
  /** When the first request of this item left, and the first of its last attempt. Wall time in ms. */
  firstSentAtMs: z.number().nullable(),
  sentAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** How many times the item was sent and then read back without being in effect. */
  attempts: z.number().int(),
  /**
   * When a reading last showed that the change is not in force although its request may still be carried out. Such an
   * item is open: it is `sent`, but nothing more is done for it until a reading shows it done or the user decides.
   */
  notDoneAtMs: z.number().nullable(),
  /** Whether a request that flips a value of the row has left. It may then be carried out at any later time. */
  flipSent: z.boolean(),
  /** The baseline ids: rows that looked like the new one before it was created. None of them is the new row. */
  baselineIds: z.array(z.string()),
})
export type ItemOutcome = Immutable<z.infer<typeof itemOutcome>>

/** The `outcome` column, which keeps the names that it was first written with. */
export const outcomeColumn = itemOutcome
  .omit({ baselineIds: true })
  .extend({
    twins: z.array(z.string()),
    notDoneAtMs: z.number().nullable().default(null),
    // Of what was sent before this was noted, every request may have been a flip.
    flipSent: z.boolean().default(true),
    halfDone: z.boolean().default(false),
  })
  .transform(({ twins, ...outcome }): ItemOutcome => ({ ...outcome, baselineIds: twins }))

/** Returns the text of the `outcome` column. */
export const outcomeText = ({ baselineIds, ...outcome }: ItemOutcome): string =>
  JSON.stringify({ ...outcome, twins: baselineIds })

export interface StoredItem {
  readonly item: PlanItem
  readonly state: ItemState
  readonly outcome: ItemOutcome
}

/**
 * A change of one item. Without `item`, its plan item stays as it is. A new plan item has the same index, server, kind,
 * row key and undo, because those columns are not written again.
 */
export interface ItemChange {
  readonly index: number
  readonly state: StoredItem['state']
  readonly outcome: ItemOutcome
  readonly item?: StoredItem['item']
}

/** How many items of a server and kind are in one state, and how many of them can be undone. */
export interface RunTally {
  readonly serverId: string
  readonly kind: StoredItem['item']['kind']
  readonly state: StoredItem['state']
  readonly count: number
  readonly undoable: number
  /** How many of them are open; see `isOpen`. */
  readonly open: number
}

/** Reads a count of items. Items of an unknown kind cannot be read either, and are left out and logged there. */
export function tallyOfRow(row: Readonly<Record<string, unknown>>): readonly RunTally[] {
  const kind = kinds.find((one) => one === row['kind'])
  if (kind === undefined) return []
  return [
    {
      serverId: String(row['server_id']),
      kind,
      state: row['state'] as ItemState,
      count: Number(row['count']),
      undoable: Number(row['undoable']),
      open: Number(row['open']),
    },
  ]
}

/**
 * Whether an undo can revert something of this item: a confirmed change, one that has failed half done, or a row that
 * was created although the item then failed, was skipped or has an unknown outcome. `undoableSql` is the
 * same rule.
 */
export const isUndoable = ({ item, state, outcome }: StoredItem): boolean =>
  item.undo !== 'none' &&
  (state === 'confirmed' ||
    (state === 'failed' && outcome.halfDone) ||
    (outcome.madeId !== null &&
      (state === 'failed' || state === 'skipped' || state === 'unknown' || isOpen({ state, outcome }))))

/** As `isUndoable`. `outcome` is the last condition because it is the only column here that is not in the index. */
export const undoableSql = `(undo <> 'none' AND (state = 'confirmed'
  OR (state = 'failed' AND coalesce(json_extract(outcome, '$.halfDone'), 0))
  OR (json_extract(outcome, '$.madeId') IS NOT NULL AND (state IN ('failed', 'skipped', 'unknown')
    OR (state = 'sent' AND json_extract(outcome, '$.notDoneAtMs') IS NOT NULL)))))`

/** Counts the rows of the items that an undo can revert. Several items of one row are its steps. */
export const countUndoableRows = (items: readonly StoredItem[]): number =>
  new Set(items.filter(isUndoable).map(({ item: { op, index, key } }) => (op === 'create' ? index : key))).size

/** Whether a reading has shown that a sent change is not in force, although its request may still be carried out. */
export const isOpen = ({ state, outcome }: Pick<StoredItem, 'state' | 'outcome'>): boolean =>
  state === 'sent' && outcome.notDoneAtMs !== null

/**
 * Returns the keys of the rows that the open requests of an item may still change: the planned one, and the created one
 * whose switch may still flip.
 */
export const keysOf = ({ item, outcome }: StoredItem): readonly string[] =>
  outcome.madeId !== null && outcome.flipSent
    ? [item.key, rowKey(item.serverId, item.kind, outcome.madeId)]
    : [item.key]

export interface ItemQuery {
  readonly runId: string
  readonly states?: readonly StoredItem['state'][] | undefined
  readonly serverId?: string | undefined
  readonly kind?: StoredItem['item']['kind'] | undefined
  /** Only items after this index. */
  readonly after?: number | undefined
  /** Only items of which a request has left at some time. */
  readonly wasSent?: true
}

export const freshOutcome: ItemOutcome = {
  error: null,
  skipped: null,
  found: null,
  halfDone: false,
  madeId: null,
  firstSentAtMs: null,
  sentAtMs: null,
  endedAtMs: null,
  attempts: 0,
  notDoneAtMs: null,
  flipSent: false,
  baselineIds: [],
}
