import type { DatabaseSync } from 'node:sqlite'
import { savedView } from '../../shared/model/views.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import { inTransaction } from './transaction.ts'
import type { Storage } from './types.ts'

/** The content of the `view` column. Id and position have columns of their own. */
const viewColumn = savedView.omit({ id: true, position: true })

/** Saved views, each as one JSON text, in the user's order. */
export function createViewsTable(db: DatabaseSync, log: Logger): Storage['views'] {
  const all = db.prepare('SELECT id, position, view FROM views ORDER BY position, id')
  const upsert = db.prepare(`INSERT INTO views (id, position, view) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, view = excluded.view`)
  const drop = db.prepare('DELETE FROM views WHERE id = ?')
  const setPosition = db.prepare('UPDATE views SET position = ? WHERE id = ?')
  return {
    list: () =>
      onDisk(() =>
        all.all().flatMap((row) => {
          const id = String(row['id'])
          const view = readJson(row['view'], bySchema(viewColumn), log, { table: 'views', id })
          return view ? [{ ...view, id, position: Number(row['position']) }] : []
        }),
      ),
    put: ({ id, position, ...view }) => onDisk(() => void upsert.run(id, position, JSON.stringify(view))),
    remove: (id) => onDisk(() => void drop.run(id)),
    reorder: (ids) =>
      onDisk(() =>
        inTransaction(db, () => {
          const known = all.all().map((row) => String(row['id']))
          const first = [...new Set(ids)].filter((id) => known.includes(id))
          const order = [...first, ...known.filter((id) => !first.includes(id))]
          order.forEach((id, position) => setPosition.run(position, id))
        }),
      ),
  }
}
