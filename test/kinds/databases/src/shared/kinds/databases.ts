import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { serverIds } from './action-parts.ts'
import type { KindModel } from './kind.ts'
import { panelTime } from './panel-time.ts'

/** One database of a panel. */
export const database = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Megabytes; 0 means no limit. */
  quotaMb: z.number(),
  enabled: z.boolean(),
  owner: z.string(),
  createdAt: panelTime,
  updatedAt: panelTime,
})
export type Database = Immutable<z.infer<typeof database>>

const quotaMb = z.number().int().min(0)

export const databaseDraft = z.object({ name: z.string().trim().min(1).max(64) })
export const databasePatch = z
  .object({ quotaMb, enabled: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change' })

export const databasesModel = {
  row: database,
  id: z.string().regex(/^\d{1,15}$/),
  plural: 'databases',
  isListed: true,
  idOf: (row) => String(row.id),
  draft: databaseDraft,
  actions: [
    z.object({ type: z.literal('databases.edit'), patch: databasePatch }),
    z.object({ type: z.literal('databases.remove') }),
    z.object({
      type: z.literal('databases.create'),
      serverIds,
      database: databaseDraft.extend({ quotaMb: quotaMb.optional() }),
    }),
  ],
} as const satisfies KindModel<typeof database>
