import type { DatabaseSync } from 'node:sqlite'
import { storedIpSet } from '../../shared/model/ip-sets.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import type { Storage } from './types.ts'

/** The content of the `ip_set` column. The id has a column of its own. */
const ipSetColumn = storedIpSet.omit({ id: true })

/** IP sets, each as one JSON text, in the order of creation. Only text is stored: its networks are derived from it. */
export function createIpSetsTable(db: DatabaseSync, log: Logger): Storage['ipSets'] {
  const all = db.prepare('SELECT id, ip_set FROM ip_sets ORDER BY rowid')
  const upsert = db.prepare(
    'INSERT INTO ip_sets (id, ip_set) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ip_set = excluded.ip_set',
  )
  const drop = db.prepare('DELETE FROM ip_sets WHERE id = ?')
  return {
    list: () =>
      onDisk(() =>
        all.all().flatMap((row) => {
          const id = String(row['id'])
          const set = readJson(row['ip_set'], bySchema(ipSetColumn), log, { table: 'ip_sets', id })
          return set ? [{ ...set, id }] : []
        }),
      ),
    put: ({ id, ...set }) => onDisk(() => void upsert.run(id, JSON.stringify(set))),
    remove: (id) => onDisk(() => Number(drop.run(id).changes) > 0),
  }
}
