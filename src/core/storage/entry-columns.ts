import { z } from 'zod'
import { activityEntry, type ActivityEntry } from '../../shared/model/activity.ts'
import type { Logger } from '../log/types.ts'
import { publicAction } from '../../shared/model/bulk-action.ts'

type Row = Readonly<Record<string, unknown>>

/** The columns of an entry, read from `entries e` and, for a run, from its head `g`. */
export const entryColumns = `e.id, e.at_ms, e.actor, e.actor_name, coalesce(e.reason, g.reason) AS reason, e.server_id,
  e.server_name, e.kind, e.row_key, e.subject, e.action, e.op, e.before, e.after, e.result, e.error, e.found, e.run_id,
  e.item_index, e.made_id, e.undo, e.undo_of`

const parsed = (text: unknown): unknown => (text === null ? null : JSON.parse(String(text)))

/** Returns the entry in a row of `entryColumns`, or null if it cannot be read. That is logged with its id alone. */
export function entryOf(row: Row, log: Logger): ActivityEntry | null {
  try {
    return activityEntry.parse({
      id: row['id'],
      atMs: row['at_ms'],
      actor: row['actor'],
      actorName: row['actor_name'],
      reason: row['reason'],
      serverId: row['server_id'],
      serverName: row['server_name'],
      kind: row['kind'],
      rowKey: row['row_key'],
      subject: row['subject'],
      action: row['action'],
      op: row['op'],
      before: parsed(row['before']),
      after: parsed(row['after']),
      result: row['result'],
      error: parsed(row['error']),
      found: parsed(row['found']),
      runId: row['run_id'],
      itemIndex: row['item_index'],
      madeId: row['made_id'],
      undo: row['undo'],
      undoOf: row['undo_of'],
    })
  } catch {
    log.warn('storage.row-unreadable', { table: 'entries', id: row['id'] })
    return null
  }
}

const headValues = z.object({
  type: z.string().default(''),
  name: z.string().nullable().default(null),
  plan: publicAction.nullable().catch(null).default(null),
})

/** Returns what the `after` column of a run's head says of its plan; blank if it cannot be read. */
export function headValuesOf(after: unknown): z.infer<typeof headValues> {
  try {
    return headValues.parse(parsed(after) ?? {})
  } catch {
    return { type: '', name: null, plan: null }
  }
}

/** Returns the text of a JSON column. */
export const jsonText = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)
