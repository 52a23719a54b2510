import type { DatabaseSync } from 'node:sqlite'
import { planItem } from '../../shared/model/plan.ts'
import type { ItemState } from '../../shared/model/run.ts'
import type { Logger } from '../log/types.ts'
import { freshOutcome, type ItemOutcome, type StoredItem } from './run-columns.ts'

const stateOf: Readonly<Record<string, ItemState>> = {
  'under-way': 'sent',
  done: 'confirmed',
  failed: 'failed',
  unknown: 'unknown',
  skipped: 'skipped',
}

/** Reads the items of a run from the record. Flags and items that were never sent are not recorded. */
export function createRecordedItems(db: DatabaseSync, log: Logger): (runId: string) => readonly StoredItem[] {
  const select = db.prepare('SELECT * FROM entries WHERE run_id = ? AND item_index IS NOT NULL ORDER BY item_index')
  const parsed = (text: unknown): unknown => (text === null ? null : JSON.parse(String(text)))
  return (runId) =>
    select.all(runId).flatMap((row): readonly StoredItem[] => {
      try {
        const item = planItem.parse({
          index: row['item_index'],
          key: row['row_key'],
          serverId: row['server_id'],
          kind: row['kind'],
          op: row['op'],
          subject: row['subject'],
          before: parsed(row['before']),
          after: parsed(row['after']),
          flags: [],
          undo: row['undo'],
        })
        const atMs = Number(row['at_ms'])
        const error = parsed(row['error']) as ItemOutcome['error']
        const madeId = row['made_id'] as string | null
        const times = { firstSentAtMs: atMs, sentAtMs: atMs, endedAtMs: atMs }
        return [
          {
            item,
            state: stateOf[String(row['result'])] ?? 'unknown',
            outcome: { ...freshOutcome, ...times, error, madeId },
          },
        ]
      } catch {
        log.warn('storage.row-unreadable', { table: 'entries', id: row['id'] })
        return []
      }
    })
}
