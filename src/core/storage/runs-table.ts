import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { planItem } from '../../shared/model/plan.ts'
import { type ItemState, runStates } from '../../shared/model/run.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import {
  freshOutcome,
  type ItemQuery,
  itemOutcome,
  runHead,
  type RunTally,
  type StoredItem,
  type StoredRun,
} from './run-columns.ts'
import { inTransaction } from './transaction.ts'
import type { Storage } from './types.ts'

type Row = Readonly<Record<string, unknown>>

const readOutcome = bySchema(itemOutcome)
const readItem = bySchema(planItem)
const readHead = bySchema(runHead)

/** The conditions of a query over one run's items, with their values. */
function where({ runId, states, serverId, kind, after }: ItemQuery): {
  readonly sql: string
  readonly values: SQLInputValue[]
} {
  const parts = ['run_id = ?']
  const values: SQLInputValue[] = [runId]
  const add = (sql: string, ...more: SQLInputValue[]) => {
    parts.push(sql)
    values.push(...more)
  }
  if (serverId !== undefined) add('server_id = ?', serverId)
  if (kind !== undefined) add('kind = ?', kind)
  if (states !== undefined) add(`state IN (${states.map(() => '?').join(', ')})`, ...states)
  if (after !== undefined) add('place > ?', after)
  return { sql: parts.join(' AND '), values }
}

/**
 * Runs and the state of each of their items. Every write is on disk when it returns. Items whose outcome is that of an
 * item not yet touched hold NULL there: a run of 100,000 items is written at its start.
 */
export function createRunsTable(db: DatabaseSync, log: Logger): Storage['runs'] {
  const insertRun = db.prepare('INSERT INTO runs (id, plan_id, started_at_ms, state, head) VALUES (?, ?, ?, ?, ?)')
  const insertItem =
    db.prepare(`INSERT INTO run_items (run_id, place, server_id, kind, row_key, state, undo, item, outcome, secret)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const byId = db.prepare('SELECT * FROM runs WHERE id = ?')
  const byPlan = db.prepare('SELECT id FROM runs WHERE plan_id = ?')
  const page = db.prepare('SELECT * FROM runs WHERE started_at_ms < ? ORDER BY started_at_ms DESC, rowid DESC LIMIT ?')
  const updateRun = db.prepare('UPDATE runs SET state = ?, head = ? WHERE id = ?')
  const update = db.prepare('UPDATE run_items SET state = ?, outcome = ? WHERE run_id = ? AND place = ?')
  const rewrite = db.prepare('UPDATE run_items SET item = ? WHERE run_id = ? AND place = ?')
  // The outcome of an item is looked at last: it is the only column here that is not in the index.
  const tallies = db.prepare(`SELECT server_id, kind, state, count(*) AS count,
    sum(undo <> 'none' AND (state = 'confirmed' OR (state IN ('failed', 'skipped', 'unknown') AND json_extract(outcome, '$.madeId') IS NOT NULL))) AS undoable
    FROM run_items WHERE run_id = ? GROUP BY server_id, kind, state`)
  const secrets = db.prepare(
    'SELECT place, secret FROM run_items WHERE run_id = ? AND secret IS NOT NULL ORDER BY place',
  )
  const secretOf = db.prepare('SELECT secret FROM run_items WHERE run_id = ? AND place = ?')
  const wipe = db.prepare('UPDATE run_items SET secret = NULL WHERE run_id = ?')
  const dropRun = db.prepare('DELETE FROM runs WHERE id = ?')
  const sizes =
    db.prepare(`SELECT r.id, r.started_at_ms, r.state, (SELECT count(*) FROM run_items i WHERE i.run_id = r.id) AS items FROM runs r
    ORDER BY r.started_at_ms DESC, r.rowid DESC`)

  const readRun = (row: Row): readonly StoredRun[] => {
    const id = String(row['id'])
    const head = readJson(row['head'], readHead, log, { table: 'runs', id })
    const state = runStates.find((one) => one === row['state'])
    return head && state
      ? [{ id, planId: String(row['plan_id']), startedAtMs: Number(row['started_at_ms']), state, head }]
      : []
  }

  const readStored = (row: Row): readonly StoredItem[] => {
    const place = { table: 'run_items', run: String(row['run_id']), place: row['place'] }
    const item = readJson(row['item'], readItem, log, place)
    const outcome = row['outcome'] === null ? freshOutcome : readJson(row['outcome'], readOutcome, log, place)
    return item && outcome ? [{ item, outcome, state: row['state'] as ItemState }] : []
  }

  const select = (query: ItemQuery, limit: number, offset: number) => {
    const { sql, values } = where(query)
    return db
      .prepare(`SELECT run_id, place, state, item, outcome FROM run_items WHERE ${sql} ORDER BY place LIMIT ? OFFSET ?`)
      .iterate(...values, limit, offset)
  }

  const outcomeText = (outcome: StoredItem['outcome']) => (outcome === freshOutcome ? null : JSON.stringify(outcome))

  return {
    begin(run, items) {
      onDisk(() =>
        inTransaction(db, () => {
          if (byPlan.get(run.planId)) throw new AppError('plan.used', 'This plan has been run', { planId: run.planId })
          insertRun.run(run.id, run.planId, run.startedAtMs, run.state, JSON.stringify(run.head))
          for (const { item, state, outcome, secret } of items) {
            insertItem.run(
              run.id,
              item.place,
              item.serverId,
              item.kind,
              item.key,
              state,
              item.undo,
              JSON.stringify(item),
              outcomeText(outcome),
              secret,
            )
          }
        }),
      )
    },
    get: (id) => onDisk(() => [byId.get(id)].flatMap((row) => (row ? readRun(row) : []))[0] ?? null),
    ofPlan: (planId) => onDisk(() => (byPlan.get(planId)?.['id'] as string | undefined) ?? null),
    list: ({ beforeMs = Infinity, limit }) =>
      onDisk(() => page.all(beforeMs === Infinity ? 8.64e15 : beforeMs, limit).flatMap(readRun)),
    live: () =>
      onDisk(() => db.prepare(`SELECT * FROM runs WHERE state NOT IN ('done', 'cancelled')`).all().flatMap(readRun)),
    unsettled: () =>
      onDisk(() =>
        db
          .prepare(`SELECT * FROM runs WHERE id IN (SELECT run_id FROM run_items WHERE state IN ('sent', 'accepted'))`)
          .all()
          .flatMap(readRun),
      ),
    put: ({ id, state, head }) => onDisk(() => void updateRun.run(state, JSON.stringify(head), id)),
    change(runId, changes) {
      const write = ({ place, state, outcome, item }: (typeof changes)[number]) => {
        update.run(state, outcomeText(outcome), runId, place)
        if (item) rewrite.run(JSON.stringify(item), runId, place)
      }
      const [only] = changes
      onDisk(() =>
        only && changes.length === 1 && !only.item ? write(only) : inTransaction(db, () => changes.forEach(write)),
      )
    },
    items: (query, { limit, offset = 0 }) => onDisk(() => [...select(query, limit, offset)].flatMap(readStored)),
    count(query) {
      const { sql, values } = where(query)
      return onDisk(() =>
        Number(db.prepare(`SELECT count(*) AS n FROM run_items WHERE ${sql}`).get(...values)?.['n'] ?? 0),
      )
    },
    keys(query) {
      const { sql, values } = where(query)
      return onDisk(
        () =>
          new Set(
            [...db.prepare(`SELECT row_key FROM run_items WHERE ${sql}`).iterate(...values)].map((row) =>
              String(row['row_key']),
            ),
          ),
      )
    },
    moveAll(query, state, outcome) {
      const { sql, values } = where(query)
      const changes = Object.entries(outcome).flatMap(([field, value]) => [`$.${field}`, JSON.stringify(value)])
      const set = `json_set(coalesce(outcome, ?)${', ?, json(?)'.repeat(changes.length / 2)})`
      onDisk(
        () =>
          void db
            .prepare(`UPDATE run_items SET state = ?, outcome = ${set} WHERE ${sql}`)
            .run(state, JSON.stringify(freshOutcome), ...changes, ...values),
      )
    },
    tally: (runId) =>
      onDisk(() =>
        tallies.all(runId).map((row): RunTally => ({
          serverId: String(row['server_id']),
          kind: row['kind'] === 'ftp' ? 'ftp' : 'cron',
          state: row['state'] as ItemState,
          count: Number(row['count']),
          undoable: Number(row['undoable']),
        })),
      ),
    secret: (runId, place) =>
      onDisk(() => (secretOf.get(runId, place)?.['secret'] as string | null | undefined) ?? null),
    secretPlaces: (runId) => onDisk(() => secrets.all(runId).map((row) => Number(row['place']))),
    wipeSecrets: (run) =>
      onDisk(() =>
        inTransaction(db, () => {
          wipe.run(run.id)
          updateRun.run(run.state, JSON.stringify(run.head), run.id)
        }),
      ),
    sizes: () =>
      onDisk(() =>
        sizes.all().map((row) => ({
          id: String(row['id']),
          startedAtMs: Number(row['started_at_ms']),
          finished: row['state'] === 'done' || row['state'] === 'cancelled',
          items: Number(row['items']),
        })),
      ),
    drop: (id) => onDisk(() => void dropRun.run(id)),
  }
}
