import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { serverIds } from './action-parts.ts'
import { ftpAccount, ftpDraft, ftpPatch } from './ftp.ts'
import type { KindModel } from './kind.ts'

const entries = z.array(z.string().trim().min(1).max(200)).max(1000)

/**
 * A change of an allow list. `remove` drops entries that are equal to one of `entries`. `subtract` removes the
 * addresses of `entries` and splits wider networks around them. `swap` drops entries that are equal to one of `remove`
 * and adds `entries`.
 */
const ipsEdit = z.object({
  mode: z.enum(['set', 'add', 'remove', 'subtract', 'swap']),
  entries,
  remove: entries.optional(),
})
export type IpsEdit = Immutable<z.infer<typeof ipsEdit>>

/** All that can be changed of an account in one item, except its password. */
const accountEdit = z
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
] as const

/** Creates accounts from lines of a CSV file. The text may hold passwords, so core accepts it and never returns it. */
const importAction = z.object({
  type: z.literal('ftp.import'),
  csv: z.string().max(5_000_000),
  lines: z.array(z.number().int()).max(100_000),
  length: passwordLength,
})

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

export const ftpModel = {
  row: ftpAccount,
  id: z.string().min(1),
  plural: 'FTP accounts',
  isListed: true,
  idOf: (row) => row.username,
  draft: ftpDraft,
  actions: [...plainActions, importAction],
  shownActions: [...plainActions, importAction.omit({ csv: true })],
} as const satisfies KindModel<typeof ftpAccount>
