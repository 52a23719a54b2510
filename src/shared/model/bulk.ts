import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { budgetReasons } from './budget.ts'
import { cronDraft, cronPatch } from './cron.ts'
import { ftpPatch } from './ftp.ts'
import { errorValue, kind } from './inventory.ts'
import { environments } from './server.ts'

const id = z.string().min(1).max(100)
const facts = z.record(z.string(), z.unknown())
/** Fields of a row by their names in the model; for one change only those that it touches. */
export type RowFacts = Immutable<z.infer<typeof facts>>

const serverIds = z.array(id).min(1).max(10_000)
const entries = z.array(z.string().trim().min(1).max(200)).max(1000)

/** What is done to the text of a command. */
const commandEdit = z.discriminatedUnion('how', [
  z.object({ how: z.literal('set'), command: z.string().trim().min(1).max(10_000) }),
  z.object({ how: z.literal('replace'), find: z.string().min(1).max(1000), replaceBy: z.string().max(10_000), regex: z.boolean().default(false) }),
])

/** Values for `{{name}}` in names and commands, for one server; what is not given is taken from what is known of it. */
export const jobVariables = ['domain', 'home', 'owner'] as const
const variables = z.record(id, z.partialRecord(z.enum(jobVariables), z.string().max(1000))).default({})

/** Minutes by which the k-th server's job runs later than the first one's, so that a fleet does not start at once. */
const staggerMin = z.number().int().min(0).max(1440).default(0)

/** An account to be made; `username` is the short name. */
export const newAccount = z.object({
  username: z.string().trim().min(2).max(100),
  domain: z.string().trim().max(253).optional(),
  quotaMb: z.number().int().min(0).max(100_000_000).optional(),
  readOnly: z.boolean().optional(),
  allowedIps: entries.optional(),
})

const passwordLength = z.number().int().min(12).max(128).default(24)

/** Actions that say all they are by themselves. */
const plainActions = [
  /** `remove` drops entries that equal; `subtract` takes the addresses away, cutting wider networks into the rest. */
  z.object({ type: z.literal('ftp.allowedIps'), mode: z.enum(['set', 'add', 'remove', 'subtract']), entries }),
  z.object({ type: z.literal('ftp.enabled'), enabled: z.boolean() }),
  z.object({ type: z.literal('ftp.settings'), patch: ftpPatch }),
  /** A password is drawn for each account; see `handout`. */
  z.object({ type: z.literal('ftp.password'), length: passwordLength }),
  z.object({ type: z.literal('ftp.remove') }),
  /** One account on many servers, each with a password of its own. */
  z.object({ type: z.literal('ftp.create'), serverIds, account: newAccount, length: passwordLength }),
  z.object({
    type: z.literal('cron.edit'),
    patch: z
      .object({
        enabled: z.boolean(),
        cronExpr: z.string().trim().min(1).max(200),
        /** Moves the times of plain schedules; of others the row is listed as impossible. */
        shiftMin: z.number().int().min(-1439).max(1439),
        command: commandEdit,
        emailOnComplete: z.string().trim().max(320),
        emailOnError: z.boolean(),
      })
      .partial()
      .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change' }),
  }),
  z.object({ type: z.literal('cron.remove') }),
  z.object({ type: z.literal('cron.create'), serverIds, job: cronDraft, settings: cronPatch.optional(), variables, staggerMin }),
  /** The jobs named by the intent's keys, on each of these servers. */
  z.object({ type: z.literal('cron.copy'), serverIds, variables, staggerMin }),
  /** What a run did, taken back item by item. */
  z.object({ type: z.literal('undo'), runId: id }),
  /** What a run failed to do or was kept from doing, tried again. */
  z.object({ type: z.literal('retry'), runId: id }),
] as const

/** Lines of a CSV file that become accounts. It may hold passwords, so it goes in and never comes out. */
const importAction = z.object({ type: z.literal('ftp.import'), csv: z.string().max(5_000_000), lines: z.array(z.number().int()).max(100_000), length: passwordLength })

export const bulkAction = z.discriminatedUnion('type', [...plainActions, importAction])
export type BulkAction = Immutable<z.infer<typeof bulkAction>>
/** An action as it is told and kept. */
export const toldAction = z.discriminatedUnion('type', [...plainActions, importAction.omit({ csv: true })])
export type ToldAction = Immutable<z.infer<typeof toldAction>>
export type BulkActionType = BulkAction['type']

/** What the user wants done, and to which rows: a list frozen when the user asked. */
export const bulkIntent = z.object({
  action: bulkAction,
  /** Row keys `serverId/kind/id`; empty for what is made new, undone or retried. */
  keys: z.array(z.string().min(1).max(400)).max(200_000).default([]),
})
export type BulkIntent = Immutable<z.infer<typeof bulkIntent>>

/**
 * What sets an item apart. The first four are left out of a run until the user has confirmed them by name:
 * a list that turns a restriction on or off, one that drops an address of ours, a row that changed since the run that is undone.
 */
export const planFlags = ['first-restriction', 'last-restriction', 'ours-dropped', 'changed-since', 'irreversible', 'production'] as const
export type PlanFlag = (typeof planFlags)[number]
export const confirmableFlags = ['first-restriction', 'last-restriction', 'ours-dropped', 'changed-since'] as const
export type ConfirmableFlag = (typeof confirmableFlags)[number]

/** How far an item can be taken back: wholly; by making it anew, under a new id and without its logs; not at all. */
export const undoKinds = ['full', 'recreate', 'none'] as const
export type UndoKind = (typeof undoKinds)[number]

export const bulkOps = ['update', 'create', 'remove', 'password'] as const

/**
 * One change of one row. `before` and `after` hold the fields that change; a new row has no `before`, a deleted one no `after`
 * and its whole self as `before`. Never a secret.
 */
export const planItem = z.object({
  /** Counted from 0 within the plan; what a run calls the item by. */
  place: z.number().int(),
  /** The row's key; for a row to be made, `serverId/kind/+name`. */
  key: z.string(),
  serverId: z.string(),
  kind,
  op: z.enum(bulkOps),
  /** A username or a job's name. */
  subject: z.string(),
  before: facts.nullable(),
  after: facts.nullable(),
  flags: z.array(z.enum(planFlags)),
  undo: z.enum(undoKinds),
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
  action: toldAction,
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
    /** What must be typed: the word `production` for servers of that environment, else the count of what cannot be undone; null for nothing. */
    typed: z.string().nullable(),
    /** Passwords will be drawn or sent: a passphrase must be given to seal the handout with. */
    passphrase: z.boolean(),
    /** Addresses of ours that some lists would lose, to be typed back as one of them; empty for none. */
    ours: z.array(z.string()),
  }),
})
export type Plan = Immutable<z.infer<typeof plan>>

/** A plan kept by name: what to do and to which rows. It is made anew each time it is opened. */
export const savedPlan = z.object({ id: z.string(), name: z.string(), action: toldAction, keys: count, savedAtMs: z.number() })
export type SavedPlan = Immutable<z.infer<typeof savedPlan>>

export const planConfirmation = z.object({
  /** Flags whose items are to be included; items with any other confirmable flag are skipped. */
  include: z.array(z.enum(confirmableFlags)).default([]),
  /** What `needs.typed` asks for. */
  typed: z.string().max(100).optional(),
  /** One of the addresses of `needs.ours`, typed, where `ours-dropped` is included. */
  ours: z.string().max(200).optional(),
})

export const runOptions = z.object({
  /** One server first, read back, then the others; the run pauses where an item of it fails. */
  canary: z.boolean().default(false),
  /** A server is left alone once more than this share of its tried items has failed; null never. */
  stopAtFailedPercent: z.number().int().min(1).max(100).nullable().default(null),
})

/**
 * The life of one item: `planned → sent → accepted → confirmed`, or `failed`, `skipped`, `unknown`. It is `sent` on disk before its request
 * leaves; `accepted` once the panel has said yes and until the row has been read back. A `held` item waits for the user: its row changed
 * since the plan. `unknown` is what no reading could settle.
 */
export const itemStates = ['planned', 'sent', 'accepted', 'confirmed', 'failed', 'skipped', 'unknown', 'held'] as const
export type ItemState = (typeof itemStates)[number]

export const skipReasons = ['not-confirmed', 'cancelled', 'lane-stopped', 'kept-as-found', 'already-so', 'gone'] as const

export const runItem = planItem.extend({
  state: z.enum(itemStates),
  error: errorValue.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  /** The row as it was found where it differs from what was planned. */
  found: facts.nullable(),
  /** The row's id once a new one was made. */
  madeId: z.string().nullable(),
  sentAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
})
export type RunItem = Immutable<z.infer<typeof runItem>>

const itemCounts = z.record(z.enum(itemStates), count)
export type ItemCounts = Immutable<z.infer<typeof itemCounts>>

export const laneStates = ['waiting', 'working', 'paused', 'stopped', 'done'] as const
const lane = z.object({
  serverId: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  state: z.enum(laneStates),
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
export type Lane = Immutable<z.infer<typeof lane>>

/**
 * `interrupted`: Wisdeck ended while it ran; what was unknown is being settled, or is, and the user has not yet said to go on.
 * `pausing` until what has left has been answered.
 */
export const runStates = ['running', 'pausing', 'paused', 'interrupted', 'done', 'cancelled'] as const
export type RunState = (typeof runStates)[number]
export const pauseReasons = ['user', 'canary-failed', 'storage', 'passphrase', 'vault'] as const

export const run = z.object({
  id: z.string(),
  planId: z.string(),
  action: toldAction,
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
  settling: z.boolean(),
  /** The run that this one takes back, and the one that took this back. */
  undoOf: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** Confirmed items that an undo could take back. */
  undoable: count,
  /** Passwords it made: none; sealed and not yet shown; shown, and gone from here. */
  handout: z.enum(['none', 'sealed', 'shown']),
})
export type Run = Immutable<z.infer<typeof run>>

export const runDetails = run.extend({ lanes: z.array(lane) })
export type RunDetails = Immutable<z.infer<typeof runDetails>>

/** At most ten a second for each run: the run, the lanes that changed since the last one, and rows whose state changed (the last 500). */
export const runProgress = z.object({
  run,
  lanes: z.array(lane),
  changed: z.array(z.object({ place: z.number().int(), key: z.string(), state: z.enum(itemStates) })),
})
export type RunProgress = Immutable<z.infer<typeof runProgress>>

/** Failed and unknown items by what they failed of. */
export const failureGroup = z.object({ error: errorValue, count, servers: count, places: z.array(z.number().int()).max(1000) })
export type FailureGroup = Immutable<z.infer<typeof failureGroup>>

/** One line of the CSV of accounts to be made; columns `server`, `username`, `domain`, `quota_mb`, `read_only`, `allowed_ips`, `password`. */
export const accountLine = z.object({
  line: z.number().int(),
  serverId: z.string().nullable(),
  serverName: z.string(),
  account: newAccount.nullable(),
  hasPassword: z.boolean(),
  problems: z.array(z.object({ column: z.string(), problem: z.string() })),
})
export type AccountLine = Immutable<z.infer<typeof accountLine>>

/**
 * One password of a handout. The only secrets that ever leave core: made there for this one showing. `state` says how sure it is that the
 * account has it: only `confirmed` is.
 */
export const handoutLine = z.object({ server: z.string(), url: z.string(), username: z.string(), password: z.string(), state: z.enum(itemStates) })
export type HandoutLine = Immutable<z.infer<typeof handoutLine>>
