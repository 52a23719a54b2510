import type { DatabaseSync } from 'node:sqlite'
import type { Erasure } from '../../shared/model/activity.ts'
import { onDisk } from './disk-errors.ts'
import { purgeText } from './entry-text.ts'
import { inTransaction } from './transaction.ts'
import type { Storage } from './types.ts'

const inServers = '(SELECT value FROM json_each(?))'
/** Runs that still need their items: they have not ended, or have items that no read has confirmed. */
const unfinished = `(SELECT id FROM runs WHERE state NOT IN ('done', 'cancelled')
  UNION SELECT run_id FROM run_items WHERE state IN ('sent', 'accepted'))`
const erasableEntries = `server_id IN ${inServers} AND (run_id IS NULL OR run_id NOT IN ${unfinished})`
const erasableItems = `server_id IN ${inServers} AND run_id NOT IN ${unfinished}`

const touched = `id NOT IN ${unfinished} AND EXISTS (SELECT 1 FROM json_each(head, '$.servers')
  WHERE json_extract(value, '$.serverId') IN ${inServers})`
const only = `NOT EXISTS (SELECT 1 FROM json_each(head, '$.servers')
  WHERE json_extract(value, '$.serverId') NOT IN ${inServers})`

/** Returns a function that counts what would be removed and left. `ids` are the server ids as JSON. */
function createCounter(db: DatabaseSync, backupCount: () => number): (ids: string) => Erasure {
  const count = (sql: string) => {
    const statement = db.prepare(`SELECT count(*) AS n ${sql}`)
    return (...ids: string[]) => Number(statement.get(...ids)?.['n'] ?? 0)
  }
  const entries = count(`FROM entries WHERE ${erasableEntries}`)
  const allEntries = count(`FROM entries WHERE server_id IN ${inServers}`)
  const items = count(`FROM run_items WHERE ${erasableItems}`)
  const allItems = count(`FROM run_items WHERE server_id IN ${inServers}`)
  const unfinishedRuns = count(
    `FROM runs WHERE id IN (SELECT run_id FROM run_items WHERE server_id IN ${inServers}) AND id IN ${unfinished}`,
  )
  const ownRuns = count(`FROM runs WHERE ${touched} AND ${only}`)
  const sharedRuns = count(`FROM runs WHERE ${touched} AND NOT ${only}`)
  return (ids) => {
    const [goingEntries, goingItems] = [entries(ids), items(ids)]
    return {
      entries: goingEntries,
      runItems: goingItems,
      runs: ownRuns(ids, ids),
      sharedRuns: sharedRuns(ids, ids),
      unfinished: {
        runs: unfinishedRuns(ids),
        entries: allEntries(ids) - goingEntries,
        runItems: allItems(ids) - goingItems,
      },
      backups: backupCount(),
    }
  }
}

/** How many entries one step removes: some tens of ms. */
const entriesPerStep = 200

/** Removes some entries. Returns whether there were any. */
function eraseEntries(db: DatabaseSync, ids: string): boolean {
  const sql = `DELETE FROM entries WHERE id IN (SELECT id FROM entries WHERE ${erasableEntries} LIMIT ?)`
  return Number(db.prepare(sql).run(ids, entriesPerStep).changes) > 0
}

/** Removes what finished runs hold of the servers, and the runs of which nothing is left. */
function eraseFromRuns(db: DatabaseSync, ids: string): void {
  db.prepare(`DELETE FROM run_items WHERE ${erasableItems}`).run(ids)
  db.prepare(`DELETE FROM runs WHERE ${touched} AND ${only}`).run(ids, ids)
  db.prepare(
    `UPDATE runs SET head = json_set(head, '$.servers', json(
        (SELECT json_group_array(json(value)) FROM json_each(head, '$.servers')
          WHERE json_extract(value, '$.serverId') NOT IN ${inServers}))),
      item_count = (SELECT count(*) FROM run_items WHERE run_id = runs.id)
    WHERE ${touched}`,
  ).run(ids, ids)
  // The head of a run tells why and by whom it was made. It goes with the run.
  db.exec(`DELETE FROM entries WHERE result IS NULL AND run_id NOT IN (SELECT id FROM runs)
    AND NOT EXISTS (SELECT 1 FROM entries i WHERE i.run_id = entries.run_id AND i.item_index IS NOT NULL)`)
}

/** Counts and erases what the record and the finished runs hold of some servers. */
export function createErasure(
  db: DatabaseSync,
  hasTextIndex: boolean,
  backupCount: () => number,
): Pick<Storage['record'], 'erasure' | 'erase'> {
  const erasureOf = createCounter(db, backupCount)
  /** Overwrites freed pages, or the file would still hold what was erased. */
  const securely = <T>(work: () => T): T =>
    onDisk(() => {
      db.exec('PRAGMA secure_delete = ON')
      try {
        return work()
      } finally {
        db.exec('PRAGMA secure_delete = OFF')
      }
    })
  return {
    erasure: (serverIds) => onDisk(() => erasureOf(JSON.stringify(serverIds))),
    erase(serverIds) {
      const ids = JSON.stringify(serverIds)
      let phase: 'entries' | 'runs' | 'text' = 'entries'
      let isFirstOfText = true
      const step = () => {
        if (phase === 'entries') {
          if (!inTransaction(db, () => eraseEntries(db, ids))) phase = 'runs'
          return true
        }
        if (phase === 'runs') {
          inTransaction(db, () => eraseFromRuns(db, ids))
          phase = 'text'
          return true
        }
        const isMore = hasTextIndex && purgeText(db, isFirstOfText)
        isFirstOfText = false
        // The write-ahead log still holds the pages as they were.
        if (!isMore) db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        return isMore
      }
      return { erased: onDisk(() => erasureOf(ids)), step: () => securely(step) }
    },
  }
}
