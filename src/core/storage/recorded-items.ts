import type { DatabaseSync } from 'node:sqlite'
import { planItem } from '../../shared/model/plan.ts'
import type { ItemState } from '../../shared/model/run.ts'
import type { Logger } from '../log/types.ts'
import { tallyOf } from './queued-items.ts'
import { countUndoableRows, freshOutcome, type ItemOutcome, type ItemQuery, type StoredItem } from './run-columns.ts'
import type { Storage } from './types.ts'

type ReadItems = Pick<Storage['runs'], 'items' | 'count' | 'keys' | 'tally' | 'undoableRows'>

const stateOf: Readonly<Record<string, ItemState>> = {
  'under-way': 'sent',
  done: 'confirmed',
  failed: 'failed',
  unknown: 'unknown',
  skipped: 'skipped',
}

/** Reads the items of a run from the record. Flags and items that were never sent are not recorded. */
function createRecordedItems(db: DatabaseSync, log: Logger): (runId: string) => readonly StoredItem[] {
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
        const found = parsed(row['found']) as ItemOutcome['found']
        const madeId = row['made_id'] as string | null
        const times = { firstSentAtMs: atMs, sentAtMs: atMs, endedAtMs: atMs }
        return [
          {
            item,
            state: stateOf[String(row['result'])] ?? 'unknown',
            outcome: { ...freshOutcome, ...times, error, found, halfDone: found !== null, madeId },
          },
        ]
      } catch {
        log.warn('storage.row-unreadable', { table: 'entries', id: row['id'] })
        return []
      }
    })
}

/** Reads the items of a run that has been pruned: those that the record has. */
export function createPrunedReader(db: DatabaseSync, log: Logger): ReadItems {
  const itemsOf = createRecordedItems(db, log)
  const matching = ({ runId, states, serverId, kind, after }: ItemQuery) =>
    itemsOf(runId).filter(
      ({ item, state }) =>
        (states?.includes(state) ?? true) &&
        (serverId === undefined || item.serverId === serverId) &&
        (kind === undefined || item.kind === kind) &&
        (after === undefined || item.index > after),
    )
  return {
    items: (query, { limit, offset = 0 } = { limit: Infinity }) => matching(query).slice(offset, offset + limit),
    count: (query) => matching(query).length,
    keys: (query) => new Set(matching(query).map(({ item }) => item.key)),
    tally: (runId) => tallyOf(itemsOf(runId)),
    undoableRows: (runId) => countUndoableRows(itemsOf(runId)),
  }
}
