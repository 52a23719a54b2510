import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../log/types.ts'
import { inTransaction } from './transaction.ts'

/** The texts of a row of `entries` that a search looks at, one a line: its names and all values before and after. */
const textOf = (row: string) => {
  const values = (column: string) =>
    `coalesce((SELECT group_concat(atom, char(10)) FROM json_tree(${row}.${column}) WHERE atom IS NOT NULL), '')`
  const names = ['subject', 'server_name', 'actor_name', 'actor', 'reason', 'made_id']
  return [...names.map((name) => `coalesce(${row}.${name}, '')`), values('before'), values('after')].join(
    ' || char(10) || ',
  )
}

/**
 * Makes the text index of the record, unless the file has it: an FTS5 table of trigrams that triggers keep up to date.
 * It is derived data, so no migration and no backup knows it. Returns false if this build of SQLite has no FTS5.
 */
export function ensureEntryText(db: DatabaseSync, log: Logger): boolean {
  const find = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'entry_text_added'`)
  if (find.get()) return true
  try {
    inTransaction(db, () => {
      db.exec(`
        DROP TABLE IF EXISTS entry_text;
        CREATE VIRTUAL TABLE entry_text USING fts5(text, content = '', contentless_delete = 1,
          tokenize = 'trigram remove_diacritics 1');
        INSERT INTO entry_text (rowid, text) SELECT id, ${textOf('e')} FROM entries e ORDER BY id;
        CREATE TRIGGER entry_text_added AFTER INSERT ON entries BEGIN
          INSERT INTO entry_text (rowid, text) VALUES (new.id, ${textOf('new')});
        END;
        CREATE TRIGGER entry_text_removed AFTER DELETE ON entries BEGIN
          DELETE FROM entry_text WHERE rowid = old.id;
        END;
        CREATE TRIGGER entry_text_changed AFTER UPDATE OF made_id, before, after ON entries
        WHEN new.made_id IS NOT old.made_id OR new.before IS NOT old.before OR new.after IS NOT old.after BEGIN
          INSERT OR REPLACE INTO entry_text (rowid, text) VALUES (new.id, ${textOf('new')});
        END;
      `)
    })
    return true
  } catch (thrown) {
    log.warn('storage.no-text-index', { error: thrown })
    return false
  }
}

/** The FTS5 query for entries that contain exactly this text, of at least three characters. */
export const textQuery = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** How many pages of the text index one step of `purgeText` writes: some tens of ms. */
const pagesPerStep = 200

/**
 * Removes trigrams of deleted entries from the file, in steps, because a large index takes seconds. Returns whether
 * another step is needed. (FTS5, "The 'merge' Command": it is done when a step changes less than two rows.)
 */
export function purgeText(db: DatabaseSync, isFirst: boolean): boolean {
  const changes = () => Number(db.prepare('SELECT total_changes() AS n').get()?.['n'])
  const before = changes()
  db.prepare(`INSERT INTO entry_text (entry_text, rank) VALUES ('merge', ?)`).run(
    isFirst ? -pagesPerStep : pagesPerStep,
  )
  return changes() - before >= 2
}
