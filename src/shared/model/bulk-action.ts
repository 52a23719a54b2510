import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { id } from '../kinds/action-parts.ts'
import { rowActions, shownRowActions } from '../kinds/index.ts'

/** Actions on the items of a run. Those on rows belong to a kind. */
const runActions = [
  /** Restores what a run changed, item by item. */
  z.object({ type: z.literal('undo'), runId: id }),
  /** Tries again what a run failed to do or left out. */
  z.object({ type: z.literal('retry'), runId: id }),
] as const

const bulkAction = z.discriminatedUnion('type', [...rowActions, ...runActions])
export type BulkAction = Immutable<z.infer<typeof bulkAction>>
/** An action as it is shown and stored. */
export const publicAction = z.discriminatedUnion('type', [...shownRowActions, ...runActions])
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
