import type { DatabaseSync } from 'node:sqlite'
import { activityResults, type ActivityCounts, type ActivityLine } from '../../shared/model/activity.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { entryColumns, entryOf, headValuesOf, jsonText } from './entry-columns.ts'
import { createEntryQuery } from './entry-query.ts'
import { createErasure } from './erase-entries.ts'
import type { Storage } from './types.ts'

type Row = Readonly<Record<string, unknown>>
type RecordTable = Storage['record']

/** How many entries one page of lines may cover. A run with more entries is continued on the next page. */
const mostScanned = 10_000
const joinHead = 'LEFT JOIN entries g ON g.id = e.group_id'

const noCounts = (): Record<keyof ActivityCounts, number> =>
  Object.fromEntries(activityResults.map((result) => [result, 0])) as Record<keyof ActivityCounts, number>

function createAppend(db: DatabaseSync): RecordTable['append'] {
  const insert = db.prepare(`INSERT INTO entries (at_ms, actor, actor_name, reason, server_id, server_name, kind,
    row_key, subject, action, op, before, after, result, error, made_id, undo, undo_of)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return (entry) =>
    onDisk(() => {
      const { lastInsertRowid } = insert.run(
        entry.atMs,
        entry.actor,
        entry.actorName,
        entry.reason,
        entry.serverId,
        entry.serverName,
        entry.kind,
        entry.rowKey,
        entry.subject,
        entry.action,
        entry.op,
        jsonText(entry.before),
        jsonText(entry.after),
        entry.result,
        jsonText(entry.error),
        entry.madeId,
        entry.undo,
        entry.undoOf,
      )
      return { ...entry, id: Number(lastInsertRowid), runId: null, itemIndex: null, found: null }
    })
}

type EntryQuery = ReturnType<typeof createEntryQuery>

/** The columns of `lines`: the id, the id of the group (a head is in its own), the time and the result. */
const lineColumns = 'e.id, iif(e.result IS NULL, e.id, e.group_id) AS group_id, e.at_ms, e.result'

interface Group {
  readonly id: number
  /** The time of the newest of its entries. */
  readonly atMs: number
  readonly counts: ReturnType<typeof noCounts>
}

/** Reads entries until there are `limit` groups and another begins. An entry without a run is a group of its own. */
function readGroups(rows: Iterable<Row>, limit: number) {
  const groups = new Map<number, Group>()
  let scanned = 0
  let lastId: number | null = null
  for (const { id: rowId, group_id: rowGroup, at_ms: atMs, result } of rows) {
    const id = Number(rowId)
    const key = Number(rowGroup ?? id)
    let group = groups.get(key)
    if (!group) {
      if (groups.size >= limit) return { groups, nextBeforeId: lastId }
      group = { id: key, atMs: Number(atMs), counts: noCounts() }
      groups.set(key, group)
    }
    if (typeof result === 'string') group.counts[result as keyof ActivityCounts] += 1
    lastId = id
    scanned += 1
  }
  return { groups, nextBeforeId: scanned >= mostScanned ? lastId : null }
}

function createLines(db: DatabaseSync, query: EntryQuery, log: Logger): RecordTable['lines'] {
  const byId = db.prepare(`SELECT ${entryColumns} FROM entries e ${joinHead} WHERE e.id = ?`)
  const lineOf = ({ id, atMs, counts }: Group): readonly ActivityLine[] => {
    const row = byId.get(id)
    if (!row) return []
    if (row['result'] !== null) {
      const entry = entryOf(row, log)
      return entry ? [{ type: 'entry', entry }] : []
    }
    const { type: action, name, plan } = headValuesOf(row['after'])
    return [
      {
        type: 'run',
        id,
        atMs,
        actor: String(row['actor']),
        actorName: row['actor_name'] as string | null,
        reason: row['reason'] as string | null,
        runId: String(row['run_id']),
        action,
        name,
        plan,
        counts,
      },
    ]
  }
  return ({ beforeId, limit, ...filter }) =>
    onDisk(() => {
      const rows = query(lineColumns, filter, { beforeId, limit: mostScanned, withHeads: true })
      const { groups, nextBeforeId } = readGroups(rows, limit)
      return { lines: [...groups.values()].flatMap(lineOf), nextBeforeId }
    })
}

function createPerDay(db: DatabaseSync): RecordTable['perDay'] {
  // A failure in Wisdeck itself, such as a server that could not be added, is no failed change of a server.
  const count = db.prepare(`SELECT result, count(*) AS n FROM entries INDEXED BY entries_by_time
    WHERE at_ms >= ? AND at_ms < ? AND (result = 'done' OR (result IN ('failed', 'unknown') AND kind IS NOT NULL))
    GROUP BY result`)
  return (startsMs) =>
    onDisk(() =>
      startsMs.map((startMs, at) => {
        const day = { done: 0, failed: 0, unknown: 0 }
        for (const row of count.all(startMs, startsMs[at + 1] ?? 8.64e15))
          day[row['result'] as keyof typeof day] = Number(row['n'])
        return day
      }),
    )
}

/** The names of the people in the record. Jumps from name to name in the index, however many entries each one has. */
const peopleSql = `WITH RECURSIVE people (name) AS (
    SELECT min(coalesce(actor_name, actor)) FROM entries
    UNION ALL
    SELECT (SELECT min(coalesce(actor_name, actor)) FROM entries WHERE coalesce(actor_name, actor) > people.name)
    FROM people WHERE people.name IS NOT NULL
  ) SELECT name FROM people WHERE name IS NOT NULL`

/**
 * The record of what happened: one entry for each change. A later entry has a larger id, so a page is "before this id".
 * Entries outlive their servers and the items of their runs.
 */
export function createRecordTable(
  db: DatabaseSync,
  log: Logger,
  hasTextIndex: boolean,
  backupCount: () => number,
): RecordTable {
  const query = createEntryQuery(db, hasTextIndex)
  const people = db.prepare(peopleSql)
  const undone = db.prepare(`SELECT 1 FROM entries WHERE undo_of = ? AND result = 'done'`)
  const byId = db.prepare(`SELECT ${entryColumns} FROM entries e ${joinHead} WHERE e.id = ? AND e.result IS NOT NULL`)
  return {
    append: createAppend(db),
    list: ({ beforeId, limit, ...filter }) =>
      onDisk(() => {
        const page = { beforeId, limit, withHeads: false }
        return [...query(entryColumns, filter, page, joinHead)].flatMap((row) => entryOf(row, log) ?? [])
      }),
    get: (id) =>
      onDisk(() => {
        const row = byId.get(id)
        return row ? entryOf(row, log) : null
      }),
    isUndone: (id) => onDisk(() => undone.get(id) !== undefined),
    lines: createLines(db, query, log),
    perDay: createPerDay(db),
    people: () => onDisk(() => people.all().map((row) => String(row['name']))),
    ...createErasure(db, hasTextIndex, backupCount),
  }
}
