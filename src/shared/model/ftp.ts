import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/**
 * A time as the panel printed it (ISO 8601 with the server's own offset), or null for never. It is kept as text,
 * because this offset is all that the panel reports about its time zone.
 */
export const panelTime = z.string().nullable()

/** One FTP account (API document, "FTP"). Its id is the full username `<owner>_<name>`. */
export const ftpAccount = z.object({
  username: z.string(),
  owner: z.string(),
  homeDir: z.string(),
  /** Megabytes; 0 means no limit. */
  quotaMb: z.number(),
  readOnly: z.boolean(),
  enabled: z.boolean(),
  domain: z.string().nullable(),
  /** CIDRs or addresses. Null while the list has not been read, which is not the same as an empty list. */
  allowedIps: z.array(z.string()).nullable(),
  createdAt: panelTime,
  updatedAt: panelTime,
})
export type FtpAccount = Immutable<z.infer<typeof ftpAccount>>

const username = z.string().trim().min(2).max(100)
const password = z.string().min(1).max(1000)
const quotaMb = z.number().int().min(0).max(100_000_000)

export const ftpDraft = z.object({
  /** The short name. The panel puts its owner in front of it. */
  username,
  password,
  domain: z.string().trim().max(253).optional(),
})

export const ftpPatch = z
  .object({ quotaMb, readOnly: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change' })
export type FtpPatch = Immutable<z.infer<typeof ftpPatch>>

export const ftpPassword = password

export const ftpStatus = z.object({
  installed: z.boolean(),
  running: z.boolean(),
  totalAccounts: z.number().int(),
})
export type FtpStatus = Immutable<z.infer<typeof ftpStatus>>

/** Anonymous FTP of one domain. Only `enabled` is defined. All other fields that a panel sends are shown unchanged. */
export const anonymousFtp = z.object({
  domain: z.string(),
  /** Null if the panel's answer does not say. */
  enabled: z.boolean().nullable(),
  other: z.record(z.string(), z.unknown()),
})
export type AnonymousFtp = Immutable<z.infer<typeof anonymousFtp>>
