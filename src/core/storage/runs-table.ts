import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { type ItemState, runStates } from '../../shared/model/run.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import { createNoteMover } from './panel-tables.ts'
import { withQueuedItems } from './queued-items.ts'
import {
  freshOutcome,
  itemColumn,
  itemText,
  outcomeColumn,
  outcomeText,
  type ItemQuery,
  runHead,
  type StoredItem,
  type StoredRun,
  tallyOfRow,
  undoableSql,
} from './run-columns.ts'
import { createPrunedReader } from './recorded-items.ts'
import { createRunEntries, type RunEntries } from './run-entries.ts'
import { inTransaction } from './transaction.ts'
import type { Storage } from './types.ts'
import type { WriteQueue } from './write-queue.ts'

type Row = Readonly<Record<string, unknown>>

/** For SQLite, a negative limit is none. */
const noLimit = -1

const readOutcome = bySchema(outcomeColumn)
const readItem = bySchema(itemColumn)
const readHead = bySchema(runHead)

/** Returns the SQL conditions of a query over one run's items, with the values of its named parameters. */
function where({ runId, states, serverId, kind, after, wasSent }: ItemQuery): {
  readonly sql: string
  readonly values: Readonly<Record<string, SQLInputValue>>
} {
  const named = Object.fromEntries((states ?? []).map((state, at) => [`state${at}`, state]))
  const parts = [
    'run_id = :runId',
    ...(serverId === undefined ? [] : ['server_id = :serverId']),
    ...(kind === undefined ? [] : ['kind = :kind']),
    ...(states === undefined
      ? []
      : [
          `state IN (${Object.keys(named)
            .map((name) => `:${name}`)
            .join(', ')})`,
        ]),
    ...(after === undefined ? [] : ['place > :after']),
    ...(wasSent ? [`json_extract(outcome, '$.firstSentAtMs') IS NOT NULL`] : []),
  ]
  return {
    sql: parts.join(' AND '),
    values: {
      runId,
      ...(serverId === undefined ? {} : { serverId }),
      ...(kind === undefined ? {} : { kind }),
      ...named,
      ...(after === undefined ? {} : { after }),
    },
  }
}

const outcomeCell = (outcome: StoredItem['outcome']) => (outcome === freshOutcome ? null : outcomeText(outcome))

/** Reads rows of both tables. A row that cannot be read is left out, and logged if its JSON is the reason. */
function createRowReader(log: Logger) {
  return {
    run(row: Row): readonly StoredRun[] {
      const id = String(row['id'])
      const head = readJson(row['head'], readHead, log, { table: 'runs', id })
      const state = runStates.find((one) => one === row['state'])
      return head && state
        ? [{ id, planId: String(row['plan_id']), startedAtMs: Number(row['started_at_ms']), state, head }]
        : []
    },
    item(row: Row): readonly StoredItem[] {
      const source = { table: 'run_items', run: String(row['run_id']), place: row['place'] }
      const item = readJson(row['item'], readItem, log, source)
      const outcome = row['outcome'] === null ? freshOutcome : readJson(row['outcome'], readOutcome, log, source)
      return item && outcome ? [{ item, outcome, state: row['state'] as ItemState }] : []
    },
  }
}
type RowReader = ReturnType<typeof createRowReader>
type RunsTable = Storage['runs']

const sizeOf = (row: Row): ReturnType<RunsTable['sizes']>[number] => ({
  id: String(row['id']),
  startedAtMs: Number(row['started_at_ms']),
  finished: row['state'] === 'done' || row['state'] === 'cancelled',
  items: Number(row['item_count']),
  isSealed: row['handout'] === 'sealed',
})

/** The key of a run whose state and head wait for the disk. Whatever writes them afterwards drops it. */
const queueKey = (runId: string) => `run/${runId}`

const updateRunSql = 'UPDATE runs SET state = ?, head = ? WHERE id = ?'

/** Writes a run with all its items, or nothing. */
function createRunInsert(db: DatabaseSync, entries: RunEntries): Pick<RunsTable, 'begin' | 'ofPlan'> {
  const insertRun = db.prepare('INSERT INTO runs (id, plan_id, started_at_ms, state, head) VALUES (?, ?, ?, ?, ?)')
  const insertItem =
    db.prepare(`INSERT INTO run_items (run_id, place, server_id, kind, row_key, state, undo, item, outcome, secret)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const byPlan = db.prepare('SELECT id FROM runs WHERE plan_id = ?')
  const setCount = db.prepare('UPDATE runs SET item_count = ? WHERE id = ?')
  return {
    begin(run, items) {
      onDisk(() =>
        inTransaction(db, () => {
          if (byPlan.get(run.planId)) throw new AppError('plan.used', 'This plan has been run', { planId: run.planId })
          insertRun.run(run.id, run.planId, run.startedAtMs, run.state, JSON.stringify(run.head))
          let count = 0
          for (const { item, state, outcome, secret } of items) {
            count += 1
            insertItem.run(
              run.id,
              item.index,
              item.serverId,
              item.kind,
              item.key,
              state,
              item.undo,
              itemText(item),
              outcomeCell(outcome),
              secret,
            )
          }
          setCount.run(count, run.id)
          entries.begin(run, count)
        }),
      )
    },
    ofPlan: (planId) => onDisk(() => (byPlan.get(planId)?.['id'] as string | undefined) ?? null),
  }
}

function createHeads(
  db: DatabaseSync,
  read: RowReader,
  queue: WriteQueue,
  flushItems: (runId: string) => void,
): Pick<RunsTable, 'get' | 'list' | 'live' | 'unconfirmed' | 'put' | 'putEventually' | 'sizes' | 'prune'> {
  const byId = db.prepare('SELECT * FROM runs WHERE id = ?')
  // The change of one row is shown with that row; as a run it is listed only while it goes on.
  const page = db.prepare(`SELECT * FROM runs WHERE started_at_ms < ?
    AND NOT (state IN ('done', 'cancelled') AND json_extract(head, '$.origin') IS 'row')
    ORDER BY started_at_ms DESC, rowid DESC LIMIT ?`)
  const updateRun = db.prepare(updateRunSql)
  const dropItems = db.prepare('DELETE FROM run_items WHERE run_id = ?')
  const setPruned = db.prepare('UPDATE runs SET item_count = 0 WHERE id = ?')
  const sizes = db.prepare(`SELECT id, started_at_ms, state, item_count,
    iif(json_valid(head), json_extract(head, '$.handout'), NULL) AS handout
    FROM runs WHERE item_count > 0 ORDER BY started_at_ms DESC, rowid DESC`)
  // What a run that is over has not settled is unknown in the record until a reading shows more.
  const leaveUnknown = db.prepare(
    `UPDATE entries SET result = 'unknown' WHERE run_id = ? AND item_index IS NOT NULL AND result = 'under-way'`,
  )
  const put = ({ id, state, head }: StoredRun) =>
    onDisk(() =>
      inTransaction(db, () => {
        updateRun.run(state, JSON.stringify(head), id)
        if (state === 'done' || state === 'cancelled') leaveUnknown.run(id)
      }),
    )
  const all = (condition: string) =>
    onDisk(() => db.prepare(`SELECT * FROM runs WHERE ${condition}`).all().flatMap(read.run))
  return {
    get: (id) => onDisk(() => [byId.get(id)].flatMap((row) => (row ? read.run(row) : []))[0] ?? null),
    list: ({ beforeMs = Infinity, limit }) =>
      onDisk(() => page.all(beforeMs === Infinity ? 8.64e15 : beforeMs, limit).flatMap(read.run)),
    live: () => all(`state NOT IN ('done', 'cancelled')`),
    unconfirmed: () => all(`id IN (SELECT run_id FROM run_items WHERE state IN ('sent', 'accepted'))`),
    put: (run) => {
      put(run)
      queue.drop(queueKey(run.id))
    },
    putEventually: (run) =>
      queue.add(queueKey(run.id), () => {
        // A run must not be over on a disk that shows its items as planned: nothing would end them after a restart.
        flushItems(run.id)
        put(run)
      }),
    sizes: () => onDisk(() => sizes.all().map(sizeOf)),
    prune: (id) =>
      onDisk(() =>
        inTransaction(db, () => {
          dropItems.run(id)
          setPruned.run(id)
        }),
      ),
  }
}

/** Changes single items of a run, or all items that match a query, together with their entries in the record. */
function createItemWriter(db: DatabaseSync, entries: RunEntries): Pick<RunsTable, 'change' | 'moveAll'> {
  const update = db.prepare('UPDATE run_items SET state = ?, outcome = ? WHERE run_id = ? AND place = ?')
  const moveNote = createNoteMover(db)
  const rewrite = db.prepare('UPDATE run_items SET item = ? WHERE run_id = ? AND place = ?')
  return {
    change(runId, changes) {
      const write = (change: (typeof changes)[number]) => {
        const { index, state, outcome, item } = change
        update.run(state, outcomeCell(outcome), runId, index)
        if (item) rewrite.run(itemText(item), runId, index)
        if (state === 'confirmed') moveNote(runId, index)
        entries.write(runId, change)
      }
      onDisk(() => inTransaction(db, () => changes.forEach(write)))
    },
    moveAll(query, state, outcome) {
      const matching = where(query)
      const changes = Object.entries(outcome).map(([field, value], at) => ({
        sql: `, '$.${field}', json(:value${at})`,
        value: [`value${at}`, JSON.stringify(value)] as const,
      }))
      const set = `json_set(coalesce(outcome, :fresh)${changes.map(({ sql }) => sql).join('')})`
      onDisk(() =>
        inTransaction(db, () => {
          entries.writeAll(query.runId, matching, state, outcome)
          db.prepare(`UPDATE run_items SET state = :state, outcome = ${set} WHERE ${matching.sql}`).run({
            state,
            fresh: outcomeText(freshOutcome),
            ...Object.fromEntries(changes.map(({ value }) => value)),
            ...matching.values,
          })
        }),
      )
    },
  }
}

type ReadItems = Pick<RunsTable, 'items' | 'count' | 'keys' | 'tally' | 'undoableRows'>

function createItemReader(db: DatabaseSync, read: RowReader): ReadItems {
  const tallies = db.prepare(`SELECT server_id, kind, state, count(*) AS count, sum(${undoableSql}) AS undoable,
    sum(state = 'sent' AND json_extract(outcome, '$.notDoneAtMs') IS NOT NULL) AS open
    FROM run_items WHERE run_id = ? GROUP BY server_id, kind, state`)
  const undoableRows = db.prepare(`SELECT count(DISTINCT iif(item ->> '$.op' = 'create', place, row_key)) AS n
    FROM run_items WHERE run_id = ? AND ${undoableSql}`)
  // Queries have few forms, and to prepare one takes longer than to read a few items.
  const statements = new Map<string, StatementSync>()
  const statementOf = (sql: string) => {
    const known = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, known)
    return known
  }
  const select = (columns: string, query: ItemQuery, order = '', page: Record<string, SQLInputValue> = {}) => {
    const { sql, values } = where(query)
    return statementOf(`SELECT ${columns} FROM run_items WHERE ${sql} ${order}`).all({ ...values, ...page })
  }
  return {
    items: (query, { limit, offset = 0 } = { limit: noLimit }) =>
      onDisk(() =>
        select('run_id, place, state, item, outcome', query, 'ORDER BY place LIMIT :limit OFFSET :offset', {
          limit,
          offset,
        }).flatMap(read.item),
      ),
    count: (query) => onDisk(() => Number(select('count(*) AS n', query)[0]?.['n'] ?? 0)),
    keys: (query) => onDisk(() => new Set(select('row_key', query).map((row) => String(row['row_key'])))),
    tally: (runId) => onDisk(() => tallies.all(runId).flatMap(tallyOfRow)),
    undoableRows: (runId) => onDisk(() => Number(undoableRows.get(runId)?.['n'] ?? 0)),
  }
}

/** Reads the items of a run from its ledger or, once that has been pruned, from the record. */
function createReader(db: DatabaseSync, read: RowReader, log: Logger): ReadItems {
  const kept = createItemReader(db, read)
  const pruned = createPrunedReader(db, log)
  const countOf = db.prepare('SELECT item_count FROM runs WHERE id = ?')
  const readerOf = (runId: string) => (countOf.get(runId)?.['item_count'] === 0 ? pruned : kept)
  return {
    items: (query, page) => readerOf(query.runId).items(query, page),
    count: (query) => readerOf(query.runId).count(query),
    keys: (query) => readerOf(query.runId).keys(query),
    tally: (runId) => readerOf(runId).tally(runId),
    undoableRows: (runId) => readerOf(runId).undoableRows(runId),
  }
}

function createSecrets(
  db: DatabaseSync,
  queue: WriteQueue,
): Pick<RunsTable, 'secret' | 'secretIndexes' | 'wipeSecrets'> {
  const indexes = db.prepare('SELECT place FROM run_items WHERE run_id = ? AND secret IS NOT NULL ORDER BY place')
  const secretOf = db.prepare('SELECT secret FROM run_items WHERE run_id = ? AND place = ?')
  const wipe = db.prepare('UPDATE run_items SET secret = NULL WHERE run_id = ?')
  const updateRun = db.prepare(updateRunSql)
  return {
    secret: (runId, index) =>
      onDisk(() => (secretOf.get(runId, index)?.['secret'] as string | null | undefined) ?? null),
    secretIndexes: (runId) => onDisk(() => indexes.all(runId).map((row) => Number(row['place']))),
    wipeSecrets: (run) => {
      onDisk(() =>
        inTransaction(db, () => {
          wipe.run(run.id)
          updateRun.run(run.state, JSON.stringify(run.head), run.id)
        }),
      )
      queue.drop(queueKey(run.id))
    },
  }
}

/**
 * Runs and the state of each of their items. Every write but `…Eventually` is on disk when it returns. An untouched
 * item has NULL as its outcome, because a run of 100,000 items is written when it starts. `forget` is called after the
 * ids of entries may have changed.
 */
export function createRunsTable(db: DatabaseSync, log: Logger, queue: WriteQueue): RunsTable & { forget(): void } {
  const read = createRowReader(log)
  const entries = createRunEntries(db)
  const heads = createHeads(db, read, queue, (runId) => flush(runId))
  const items = { ...createItemWriter(db, entries), ...createReader(db, read, log), prune: heads.prune }
  const { flush, ...queuedItems } = withQueuedItems(items, queue)
  return {
    ...createRunInsert(db, entries),
    ...heads,
    ...queuedItems,
    ...createSecrets(db, queue),
    forget: entries.forget,
  }
}
