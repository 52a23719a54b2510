import { z } from 'zod'
import { id, serverIds } from './action-parts.ts'
import { cronDraft, cronJob, cronPatch } from './cron.ts'
import type { KindModel } from './kind.ts'

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

const actions = [
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
] as const

export const cronModel = {
  row: cronJob,
  /** A whole number as a panel prints it. */
  id: z.string().regex(/^-?\d{1,15}$/),
  plural: 'cron jobs',
  isListed: true,
  idOf: (row) => String(row.id),
  draft: cronDraft,
  actions,
} as const satisfies KindModel<typeof cronJob>
