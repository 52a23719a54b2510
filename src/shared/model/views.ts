import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { listedKind } from '../kinds/index.ts'

const columnId = z.string().min(1).max(40)

/** What a user enters for a saved view: its table, its name, and how the table looks in it. */
export const viewDraft = z.object({
  kind: listedKind,
  name: z.string().trim().min(1).max(60),
  /** The filter as it is typed. */
  query: z.string().max(2000).default(''),
  sort: z
    .array(z.object({ columnId, direction: z.enum(['asc', 'desc']) }))
    .max(10)
    .default([]),
  /** Columns in their order, with a width in px where the user set one. Absent for the table's own columns. */
  columns: z
    .array(z.object({ id: columnId, widthPx: z.number().int().min(20).max(4000).nullable() }))
    .max(60)
    .optional(),
  /** The field by which rows are grouped. Absent or null for no groups. */
  groupBy: columnId.nullable().optional(),
})
export type ViewDraft = Immutable<z.infer<typeof viewDraft>>
export type ViewDraftInput = Immutable<z.input<typeof viewDraft>>

export const savedView = viewDraft.extend({
  id: z.string(),
  position: z.number().int(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
})
export type SavedView = Immutable<z.infer<typeof savedView>>
