import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { panelTime } from './panel-time.ts'

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
/** Settings as a panel may have sent them. An undo sends them back, so their bounds are wider than what users enter. */
export const ftpSettings = z.object({ quotaMb: z.number(), readOnly: z.boolean() }).partial()

export const ftpPassword = password
