import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { anonymousPatch } from '../kinds/anonymous.ts'
import { cronDraft, cronPatch } from '../kinds/cron.ts'
import { ftpPatch } from '../kinds/ftp.ts'

const id = z.string().min(1).max(100)
const serverIds = z.array(id).min(1).max(10_000)
const entries = z.array(z.string().trim().min(1).max(200)).max(1000)

/** A change to the text of a command. */
const commandEdit = z.discriminatedUnion('how', [
  z.object({ how: z.literal('set'), command: z.string().trim().min(1).max(10_000) }),
  z.object({
    how: z.literal('replace'),
    find: z.string().min(1).max(1000),
    replaceBy: z.string().max(10_000),
    regex: z.boolean().default(false),
  }),
])

/** Values for `{{name}}` in names and commands, for one server. Missing ones come from what Wisdeck knows of it. */
export const jobVariables = ['domain', 'home', 'owner'] as const
const variables = z.record(id, z.partialRecord(z.enum(jobVariables), z.string().max(1000))).default({})

/** The minutes between the job on one server and the same job on the next, so that not all servers run it at once. */
const staggerMin = z.number().int().min(0).max(1440).default(0)

/**
 * A change of an allow list. `remove` drops entries that are equal to one of `entries`. `subtract` removes the
 * addresses of `entries` and splits wider networks around them. `swap` drops entries that are equal to one of `remove`
 * and adds `entries`.
 */
export const ipsEdit = z.object({
  mode: z.enum(['set', 'add', 'remove', 'subtract', 'swap']),
  entries,
  remove: entries.optional(),
})
export type IpsEdit = Immutable<z.infer<typeof ipsEdit>>

/** All that can be changed of an account in one item, except its password. */
export const accountEdit = z
  .object({ ...ftpPatch.shape, enabled: z.boolean().optional(), ips: ipsEdit.optional() })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), { message: 'Nothing to change' })
export type AccountEdit = Immutable<z.infer<typeof accountEdit>>

/** An account to create. `username` is the short name. */
export const newAccount = z.object({
  username: z.string().trim().min(2).max(100),
  domain: z.string().trim().max(253).optional(),
  quotaMb: z.number().int().min(0).max(100_000_000).optional(),
  readOnly: z.boolean().optional(),
  allowedIps: entries.optional(),
  /** A new account is enabled unless this is false. */
  enabled: z.boolean().optional(),
})

const passwordLength = z.number().int().min(12).max(128).default(24)

/** Actions that contain everything they need, so that they can be shown and stored as they are. */
const plainActions = [
  z.object({ type: z.literal('ftp.edit'), patch: accountEdit }),
  /**
   * Sets the password that the planner was given, or else generates one for each account. The passwords are on the
   * credentials sheet of the run, and never part of the action.
   */
  z.object({ type: z.literal('ftp.password'), length: passwordLength }),
  z.object({ type: z.literal('ftp.remove') }),
  /** Creates one account on each server, with the password that the planner was given, or else each with its own. */
  z.object({ type: z.literal('ftp.create'), serverIds, account: newAccount, length: passwordLength }),
  z.object({
    type: z.literal('cron.edit'),
    patch: z
      .object({
        name: cronDraft.shape.name,
        enabled: z.boolean(),
        cronExpr: z.string().trim().min(1).max(200),
        /** Shifts the times of schedules that allow a shift. Other rows are listed as impossible. */
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
  /** Copies the jobs named by the intent's keys to each of these servers. */
  z.object({ type: z.literal('cron.copy'), serverIds, variables, staggerMin }),
  /**
   * Switches anonymous FTP of the domains named by the intent's keys. `was` is the state that the user was shown, null
   * if it is not known: it stands as the state before, because the run reads the domain right before it changes it.
   */
  z.object({ type: z.literal('anonymous.edit'), patch: anonymousPatch, was: z.boolean().nullable() }),
  /** Restores what a run changed, item by item. */
  z.object({ type: z.literal('undo'), runId: id }),
  /** Tries again what a run failed to do or left out. */
  z.object({ type: z.literal('retry'), runId: id }),
] as const

/** Creates accounts from lines of a CSV file. The text may hold passwords, so core accepts it and never returns it. */
const importAction = z.object({
  type: z.literal('ftp.import'),
  csv: z.string().max(5_000_000),
  lines: z.array(z.number().int()).max(100_000),
  length: passwordLength,
})

export const bulkAction = z.discriminatedUnion('type', [...plainActions, importAction])
export type BulkAction = Immutable<z.infer<typeof bulkAction>>
/** An action as it is shown and stored. */
export const publicAction = z.discriminatedUnion('type', [...plainActions, importAction.omit({ csv: true })])
export type PublicAction = Immutable<z.infer<typeof publicAction>>

/** What the user wants done and to which rows. The list of rows is fixed when the user asks. */
export const bulkIntent = z.object({
  action: bulkAction,
  /**
   * Further steps for the same rows, in this order. Each is planned on what the steps before it leave, and is sent to a
   * row only once the step before it is in force there. Only actions on existing rows can be steps.
   */
  then: z.array(bulkAction).max(9).optional(),
  /**
   * Row keys `serverId/kind/id`. Empty for a creation, an import, an undo or a retry. Ids come from panels, so they may
   * be of any length. A key that names no row of the action's kind makes only itself impossible.
   */
  keys: z.array(z.string()).max(200_000).default([]),
})
export type BulkIntent = Immutable<z.infer<typeof bulkIntent>>

/**
 * One line of a CSV file of accounts to create. The columns of the file are `server`, `username`, `domain`, `quota_mb`,
 * `read_only`, `allowed_ips` and `password`.
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
