import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { panelTime } from './panel-time.ts'

/** One cron job (API document, "Cron jobs"). */
export const cronJob = z.object({
  id: z.number().int(),
  name: z.string(),
  command: z.string(),
  cronExpr: z.string(),
  domain: z.string().nullable(),
  enabled: z.boolean(),
  owner: z.string(),
  lastRunAt: panelTime,
  /** Has no meaning while `lastRunAt` is null: a job that never ran has not failed. */
  lastRunOk: z.boolean(),
  nextRunAt: panelTime,
  /** The address that gets a mail after each run. Empty for none. */
  emailOnComplete: z.string(),
  emailOnError: z.boolean(),
  createdAt: panelTime,
  updatedAt: panelTime,
})
export type CronJob = Immutable<z.infer<typeof cronJob>>

// The bounds are wide, because what a panel has sent must be possible to send back. Forms have narrower ones.
const name = z.string().trim().min(1).max(10_000)
const command = z.string().trim().min(1).max(100_000)
const cronExpr = z.string().trim().min(1).max(1000)

export const cronDraft = z.object({ name, command, cronExpr, domain: z.string().trim().max(1000).optional() })
export type CronDraft = Immutable<z.infer<typeof cronDraft>>

export const cronPatch = z
  .object({
    name,
    command,
    cronExpr,
    enabled: z.boolean(),
    emailOnComplete: z.string().trim().max(1000),
    emailOnError: z.boolean(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change' })
export type CronPatch = Immutable<z.infer<typeof cronPatch>>
