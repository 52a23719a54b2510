import { z } from 'zod'
import { publicAction } from './bulk-action.ts'
import type { Immutable } from '../immutable.ts'
import { errorValue } from './inventory.ts'
import { bulkOps, undoKinds } from './plan.ts'

/**
 * `under-way`: the change has been sent, or is being made, and its result is not known yet. `skipped`: it was sent and
 * then turned out to be unnecessary, or the user gave it up. `unknown`: no read could find out the result.
 */
export const activityResults = ['under-way', 'done', 'failed', 'unknown', 'skipped'] as const

/** What was asked for at the start of a change, and by whom. */
const origin = {
  id: z.number().int(),
  atMs: z.number(),
  /** The name of the operating-system user. */
  actor: z.string(),
  /** The name that this user had set for the record. */
  actorName: z.string().nullable(),
  /** Why the change was made, as typed at its start. */
  reason: z.string().nullable(),
}

/** One change that was made or tried. `before` and `after` never hold a secret. */
export const activityEntry = z.object({
  ...origin,
  serverId: z.string().nullable(),
  /** The server's name at that time. It is kept after the profile has been removed. */
  serverName: z.string().nullable(),
  /** The kind of the changed row. Null for a change in Wisdeck itself, such as an added server. */
  kind: z.string().nullable(),
  /** The key of the changed row, null if no row was changed or its key is not known. A created row has its own key. */
  rowKey: z.string().nullable(),
  /** What was done, such as `ftp.update` for a row or `servers.add` for a change in Wisdeck itself. */
  action: z.string(),
  op: z.enum(bulkOps).nullable(),
  /** What was changed: a username, a job's name, a server's name. */
  subject: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  result: z.enum(activityResults),
  error: errorValue.nullable(),
  /** Of a change that has failed half done, the fields that were to be set as they were found afterwards; else null. */
  found: z.record(z.string(), z.unknown()).nullable(),
  /** The run that made this change, and the index of its item there. */
  runId: z.string().nullable(),
  itemIndex: z.number().int().nullable(),
  /** The id of the row that was created. */
  madeId: z.string().nullable(),
  undo: z.enum(undoKinds).nullable(),
  /** The entry that this change in Wisdeck itself has undone. What a run has undone is in the run. */
  undoOf: z.number().int().nullable(),
})
export type ActivityEntry = Immutable<z.infer<typeof activityEntry>>

/** Which entries of the record are meant. A field that is absent restricts nothing. */
export const activityFilter = z.object({
  serverIds: z.array(z.string().min(1).max(100)).min(1).max(10_000).optional(),
  /** The servers that have this tag now, as one client's have. */
  tag: z.string().min(1).max(40).optional(),
  rowKey: z.string().min(1).max(4000).optional(),
  /** The kind of the changed rows; `none` for changes in Wisdeck itself. */
  kind: z.string().min(1).max(100).optional(),
  op: z.enum(bulkOps).optional(),
  /** The name set for the record, else the operating-system user. */
  person: z.string().min(1).max(200).optional(),
  result: z.enum(activityResults).optional(),
  /** A part of a subject, a server's name, a reason or a value, whatever the case of its letters. */
  text: z.string().trim().min(3).max(200).optional(),
  runId: z.string().min(1).max(100).optional(),
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
})
export type ActivityFilter = Immutable<z.infer<typeof activityFilter>>

const count = z.number().int()

/** How many entries have each result. */
const activityCounts = z.record(z.enum(activityResults), count)
export type ActivityCounts = Immutable<z.infer<typeof activityCounts>>

/**
 * One line of the grouped record: a single entry, or a run of several items. `counts` are the entries of the run that
 * match the filter, as far as they have been read. `atMs` is the time of the newest of them.
 */
export const activityLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('entry'), entry: activityEntry }),
  z.object({
    type: z.literal('run'),
    ...origin,
    runId: z.string(),
    /** The type of its action, such as `ftp.allowedIps`, and the name of its plan. */
    action: z.string(),
    name: z.string().nullable(),
    /** The action itself. Null for a run that an earlier version has recorded. */
    plan: publicAction.nullable(),
    counts: activityCounts,
  }),
])
export type ActivityLine = Immutable<z.infer<typeof activityLine>>

/** A filter and a page of it. */
export const activityQuery = activityFilter.extend({
  beforeId: z.number().int().optional(),
  limit: z.number().int().min(1).max(1000).default(200),
})

/**
 * A page of lines, newest first. A large run can be continued on the next page: add up the counts of lines with the
 * same id. `nextBeforeId` is null after the last page.
 */
export const activityPage = z.object({ lines: z.array(activityLine), nextBeforeId: count.nullable() })

/** When days start, in ms, ascending. The last one has no end. */
export const dayStarts = z.object({
  startsMs: z
    .array(z.number().int())
    .min(1)
    .max(100)
    .refine((starts) => starts.every((at, index) => index === 0 || at > (starts[index - 1] ?? 0))),
})

/** How many changes were made, day by day. A failure in Wisdeck itself is no failed change. */
export const changesPerDay = z.array(z.object({ done: count, failed: count, unknown: count }))

export const serversToErase = activityFilter.pick({ serverIds: true }).required()

/** What erasing the record of some servers removes and leaves. */
export const erasure = z.object({
  /** Entries that go, and the items of runs that go: their rows, sent or not. A change of one row is a run too. */
  entries: count,
  runItems: count,
  /** Runs that go because nothing of them is left. */
  runs: count,
  /** Runs that stay without these servers, because they also changed others. */
  sharedRuns: count,
  /** Runs that stay, because they are not over or have items of unknown outcome, with what they hold of the servers. */
  unfinished: z.object({ runs: count, entries: count, runItems: count }),
  /** Backups of the data file. They stay as they are and may hold what is erased. */
  backups: count,
})
export type Erasure = Immutable<z.infer<typeof erasure>>
