import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { activityEntry, activityResults } from '../../shared/model/activity.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import type { Storage } from './types.ts'

const entryColumn = activityEntry.omit({ id: true, serverId: true })
/** Larger than every id: the largest integer that JavaScript holds exactly. */
const noUpperBound = Number.MAX_SAFE_INTEGER

/** The activity log. A later entry has a larger id, so a page is "before this id". Entries outlive their server. */
export function createActivityTable(db: DatabaseSync, log: Logger): Storage['activity'] {
  const insert = db.prepare('INSERT INTO activity (server_id, entry) VALUES (?, ?)')
  const newest = db.prepare('SELECT id, server_id, entry FROM activity WHERE id < ? ORDER BY id DESC LIMIT ?')
  const newestOf = db.prepare(
    'SELECT id, server_id, entry FROM activity WHERE server_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
  )
  // SQLite extracts the two values that are needed, so that ten thousand whole entries are not read into memory.
  const heads = db.prepare(
    `SELECT iif(json_valid(entry), json_extract(entry, '$.atMs', '$.result'), NULL) AS head FROM activity ORDER BY id DESC`,
  )
  return {
    append: (entry) =>
      onDisk(() => {
        const { serverId, ...rest } = entry
        return { ...entry, id: Number(insert.run(serverId, JSON.stringify(rest)).lastInsertRowid) }
      }),
    list: ({ serverId, beforeId = noUpperBound, limit }) =>
      onDisk(() => {
        const rows = serverId === undefined ? newest.all(beforeId, limit) : newestOf.all(serverId, beforeId, limit)
        return rows.flatMap((row) => {
          const id = Number(row['id'])
          const entry = readJson(row['entry'], bySchema(entryColumn), log, { table: 'activity', id })
          return entry ? [{ ...entry, id, serverId: row['server_id'] === null ? null : String(row['server_id']) }] : []
        })
      }),
    walk: (read) => onDisk(() => read(headsOf(heads.iterate()))),
  }
}

const headShape = z.tuple([z.number(), z.enum(activityResults)])

/** Yields time and result of each entry. Skips entries whose time or result is missing or unknown. */
function* headsOf(rows: Iterable<Record<string, unknown>>) {
  for (const row of rows) {
    const head = headShape.safeParse(typeof row['head'] === 'string' ? JSON.parse(row['head']) : null)
    if (head.success) yield { atMs: head.data[0], result: head.data[1] }
  }
}
