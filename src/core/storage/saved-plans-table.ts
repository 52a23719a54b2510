import type { DatabaseSync } from 'node:sqlite'
import { bulkIntent, publicAction } from '../../shared/model/bulk-action.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import type { Storage } from './types.ts'

/** Saved plans. The action has a column of its own too, so that the list does not read 100,000 row keys per plan. */
export function createSavedPlansTable(db: DatabaseSync, log: Logger): Storage['savedPlans'] {
  const all = db.prepare(
    'SELECT id, name, saved_at_ms, key_count, action FROM saved_plans ORDER BY saved_at_ms DESC, rowid DESC',
  )
  const one = db.prepare('SELECT name, intent FROM saved_plans WHERE id = ?')
  const insert = db.prepare(
    'INSERT INTO saved_plans (id, name, saved_at_ms, key_count, action, intent) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const drop = db.prepare('DELETE FROM saved_plans WHERE id = ?')
  return {
    list: () =>
      onDisk(() =>
        all.all().flatMap((row) => {
          const id = String(row['id'])
          const action = readJson(row['action'], bySchema(publicAction), log, { table: 'saved_plans', id })
          return action
            ? [
                {
                  id,
                  name: String(row['name']),
                  action,
                  keys: Number(row['key_count']),
                  savedAtMs: Number(row['saved_at_ms']),
                },
              ]
            : []
        }),
      ),
    get: (id) =>
      onDisk(() => {
        const row = one.get(id)
        const intent = row ? readJson(row['intent'], bySchema(bulkIntent), log, { table: 'saved_plans', id }) : null
        return row && intent ? { name: String(row['name']), intent } : null
      }),
    put: ({ id, name, savedAtMs, keys, action }, intent) =>
      onDisk(() => void insert.run(id, name, savedAtMs, keys, JSON.stringify(action), JSON.stringify(intent))),
    remove: (id) => onDisk(() => Number(drop.run(id).changes) > 0),
  }
}
