import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { panelTime } from '../kinds/panel-time.ts'

/** One run from a job's log. `text` holds its output, and as JSON the fields that could not be read. */
const cronLogEntry = z.object({
  at: panelTime,
  ok: z.boolean().nullable(),
  exitCode: z.number().int().nullable(),
  durationMs: z.number().nullable(),
  text: z.string(),
})
export type CronLogEntry = Immutable<z.infer<typeof cronLogEntry>>

export const cronLogs = z.object({ entries: z.array(cronLogEntry), truncated: z.boolean() })
export type CronLogs = Immutable<z.infer<typeof cronLogs>>
