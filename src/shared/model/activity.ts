import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { errorValue } from './inventory.ts'

export const activityResults = ['done', 'failed', 'unknown'] as const

/** One change that was made or tried. `before` and `after` never hold a secret. */
export const activityEntry = z.object({
  id: z.number().int(),
  atMs: z.number(),
  actor: z.string(),
  serverId: z.string().nullable(),
  /** The server's name at that time. It is kept after the profile has been removed. */
  serverName: z.string().nullable(),
  /** The method that made the change, such as `ftp.setAllowedIps`. */
  action: z.string(),
  /** What was changed: a username, a job's name, a server's name. */
  subject: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  result: z.enum(activityResults),
  error: errorValue.nullable(),
})
export type ActivityEntry = Immutable<z.infer<typeof activityEntry>>
