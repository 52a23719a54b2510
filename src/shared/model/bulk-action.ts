import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { cronDraft, cronPatch } from './cron.ts'
import { ftpPatch } from './ftp.ts'

const id = z.string().min(1).max(100)
const serverIds = z.array(id).min(1).max(10_000)
const entries = z.array(z.string().trim().min(1).max(200)).max(1000)

/** What is done to the text of a command. */
const commandEdit = z.discriminatedUnion('how', [
  z.object({ how: z.literal('set'), command: z.string().trim().min(1).max(10_000) }),
  z.object({
    how: z.literal('replace'),
    find: z.string().min(1).max(1000),
    replaceBy: z.string().max(10_000),
    regex: z.boolean().default(false),
  }),
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
  /**
   * `remove` drops entries that equal; `subtract` takes the addresses away, cutting wider networks into the rest;
   * `swap` drops those that equal one of `remove` and adds `entries`.
   */
  z.object({
    type: z.literal('ftp.allowedIps'),
    mode: z.enum(['set', 'add', 'remove', 'subtract', 'swap']),
    entries,
    remove: entries.optional(),
  }),
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
  z.object({
    type: z.literal('cron.create'),
    serverIds,
    job: cronDraft,
    settings: cronPatch.optional(),
    variables,
    staggerMin,
  }),
  /** The jobs named by the intent's keys, on each of these servers. */
  z.object({ type: z.literal('cron.copy'), serverIds, variables, staggerMin }),
  /** What a run did, taken back item by item. */
  z.object({ type: z.literal('undo'), runId: id }),
  /** What a run failed to do or was kept from doing, tried again. */
  z.object({ type: z.literal('retry'), runId: id }),
] as const

/** Lines of a CSV file that become accounts. It may hold passwords, so it goes in and never comes out. */
const importAction = z.object({
  type: z.literal('ftp.import'),
  csv: z.string().max(5_000_000),
  lines: z.array(z.number().int()).max(100_000),
  length: passwordLength,
})

export const bulkAction = z.discriminatedUnion('type', [...plainActions, importAction])
export type BulkAction = Immutable<z.infer<typeof bulkAction>>
/** An action as it is told and kept. */
export const publicAction = z.discriminatedUnion('type', [...plainActions, importAction.omit({ csv: true })])
export type PublicAction = Immutable<z.infer<typeof publicAction>>
export type BulkActionType = BulkAction['type']

/** What the user wants done, and to which rows: a list frozen when the user asked. */
export const bulkIntent = z.object({
  action: bulkAction,
  /** Row keys `serverId/kind/id`; empty for what is made new, undone or retried. */
  keys: z.array(z.string().min(1).max(400)).max(200_000).default([]),
})
export type BulkIntent = Immutable<z.infer<typeof bulkIntent>>

/**
 * One line of the CSV of accounts to be made; columns `server`, `username`, `domain`, `quota_mb`, `read_only`,
 * `allowed_ips`, `password`.
 */
export const accountLine = z.object({
  line: z.number().int(),
  serverId: z.string().nullable(),
  serverName: z.string(),
  account: newAccount.nullable(),
  hasPassword: z.boolean(),
  problems: z.array(z.object({ column: z.string(), problem: z.string() })),
})
export type AccountLine = Immutable<z.infer<typeof accountLine>>
