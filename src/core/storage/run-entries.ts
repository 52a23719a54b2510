import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import type { ItemState } from '../../shared/model/run.ts'
import { jsonText } from './entry-columns.ts'
import type { ItemOutcome, StoredRun } from './run-columns.ts'

/** What the record stores of an item that has been sent, or has failed before. Other items have no entry. */
const resultOf = {
  sent: 'under-way',
  accepted: 'under-way',
  confirmed: 'done',
  failed: 'failed',
  unknown: 'unknown',
} as const
const isRecorded = (state: ItemState): state is keyof typeof resultOf => state in resultOf

/** What the entries of one run have in common. `groupId` is null for a run of one item, which has no head. */
interface RunInfo {
  readonly groupId: number | null
  readonly actor: string
  readonly actorName: string | null
  readonly reason: string | null
  readonly names: ReadonlyMap<string, string>
}

/** How many runs are remembered at once. */
const mostRemembered = 50

const headShape = z.object({
  actor: z.string().default(''),
  actorName: z.string().nullable().default(null),
  reason: z.string().nullable().default(null),
  servers: z.array(z.object({ serverId: z.string(), name: z.string() })),
})

/** Returns what the entries of a run have in common. Remembers it, so that heads are not parsed for every item. */
function createInfoCache(db: DatabaseSync) {
  const headOf = db.prepare('SELECT id FROM entries WHERE run_id = ? AND item_index IS NULL')
  const runHeadOf = db.prepare('SELECT head FROM runs WHERE id = ?')
  const remembered = new Map<string, RunInfo>()

  const infoOf = (runId: string): RunInfo => {
    const known = remembered.get(runId)
    if (known) return known
    const head = headShape.safeParse(JSON.parse(String(runHeadOf.get(runId)?.['head'] ?? '{}')))
    const { actor, actorName, reason, servers } = head.success ? head.data : headShape.parse({ servers: [] })
    const groupId = (headOf.get(runId)?.['id'] as number | undefined) ?? null
    const names = new Map(servers.map(({ serverId, name }) => [serverId, name]))
    // The reason of a run with a head is stored once, in that head.
    const info = { groupId, actor, actorName, reason: groupId === null ? reason : null, names }
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(runId, info)
    return info
  }
  return { infoOf, forget: () => remembered.clear() }
}

/** An item whose entry is written: its run, its index, and what is new. */
interface Written {
  readonly index: number
  readonly state: ItemState
  readonly outcome: Partial<ItemOutcome>
}

const upsertSql = (where: string) => `
  INSERT INTO entries (at_ms, actor, actor_name, reason, server_id, server_name, kind, row_key, subject, action, op,
    before, after, result, error, found, run_id, item_index, made_id, undo, group_id)
  SELECT coalesce(:at, (SELECT started_at_ms FROM runs WHERE id = run_id)), :actor, :actorName, :reason, server_id,
    json_extract(:names, '$."' || server_id || '"'), kind,
    iif(item ->> '$.op' = 'create' AND made IS NOT NULL, server_id || '/' || kind || '/' || made, row_key),
    item ->> '$.subject', kind || '.' || (item ->> '$.op'), item ->> '$.op', nullif(item -> '$.before', 'null'),
    nullif(item -> '$.after', 'null'), :result, :error,
    iif(:result = 'failed' AND outcome ->> '$.halfDone', outcome -> '$.found', NULL), run_id, place, made, undo, :groupId
  FROM (SELECT *, coalesce(:madeId, outcome ->> '$.madeId') AS made FROM run_items WHERE ${where})
  WHERE true
  ON CONFLICT (run_id, item_index) DO UPDATE SET row_key = excluded.row_key, before = excluded.before,
    after = excluded.after, result = excluded.result, error = excluded.error, found = excluded.found,
    made_id = excluded.made_id
  WHERE result IS NOT excluded.result OR error IS NOT excluded.error OR made_id IS NOT excluded.made_id
    OR found IS NOT excluded.found OR before IS NOT excluded.before OR after IS NOT excluded.after`

const valuesOf = (info: RunInfo, names: Iterable<readonly [string, string]>, state: keyof typeof resultOf) => ({
  actor: info.actor,
  actorName: info.actorName,
  reason: info.reason,
  groupId: info.groupId,
  names: JSON.stringify(Object.fromEntries(names)),
  result: resultOf[state],
})
const timeOf = ({ firstSentAtMs, sentAtMs, endedAtMs }: Partial<ItemOutcome>) =>
  firstSentAtMs ?? sentAtMs ?? endedAtMs ?? null
const errorOf = (state: ItemState, { error }: Partial<ItemOutcome>) =>
  state === 'failed' || state === 'unknown' ? jsonText(error) : null

/**
 * Writes the entries of runs. Every method is called inside the transaction that writes the run's items, so that record
 * and ledger never differ. An item gets its entry when it is first `sent`, which is on disk before its request leaves,
 * or when it fails without having been sent.
 */
export function createRunEntries(db: DatabaseSync) {
  const insertHead = db.prepare(`INSERT INTO entries (at_ms, actor, actor_name, reason, subject, action, after, run_id)
    VALUES (?, ?, ?, ?, ?, 'bulk.start', ?, ?)`)
  const serverOf = db.prepare('SELECT server_id FROM run_items WHERE run_id = ? AND place = ?')
  const upsertOne = db.prepare(upsertSql('run_id = :runId AND place = :index'))
  const skipOne = db.prepare(`UPDATE entries SET result = 'skipped', error = NULL WHERE run_id = ? AND item_index = ?`)
  const { infoOf, forget } = createInfoCache(db)

  return {
    /** Writes the head of a run that begins, if it has more than one item. */
    begin({ id, startedAtMs, head }: StoredRun, items: number): void {
      if (items < 2) return
      const after = JSON.stringify({ type: head.action.type, name: head.name, undoOf: head.undoOf, plan: head.action })
      const subject = head.name ?? head.action.type
      insertHead.run(startedAtMs, head.actor, head.actorName, head.reason, subject, after, id)
    },
    /** Call this after the item has been written. */
    write(runId: string, { index, state, outcome }: Written): void {
      if (state === 'skipped') skipOne.run(runId, index)
      if (!isRecorded(state)) return
      const info = infoOf(runId)
      const serverId = String(serverOf.get(runId, index)?.['server_id'])
      const name = info.names.get(serverId)
      upsertOne.run({
        ...valuesOf(
          info,
          name === undefined ? [] : [[serverId, name]],
          state === 'sent' && outcome.notDoneAtMs != null ? 'unknown' : state,
        ),
        at: timeOf(outcome),
        error: errorOf(state, outcome),
        madeId: outcome.madeId ?? null,
        runId,
        index,
      })
    },
    /** Call this before the items are written, because `where` may ask for their state. */
    writeAll(
      runId: string,
      where: { readonly sql: string; readonly values: Readonly<Record<string, SQLInputValue>> },
      state: ItemState,
      outcome: Partial<ItemOutcome>,
    ): void {
      if (state === 'skipped')
        db.prepare(
          `UPDATE entries SET result = 'skipped', error = NULL
          WHERE run_id = :runId AND item_index IN (SELECT place FROM run_items WHERE ${where.sql})`,
        ).run(where.values)
      if (!isRecorded(state)) return
      const info = infoOf(runId)
      db.prepare(upsertSql(where.sql)).run({
        ...valuesOf(info, info.names, state),
        at: timeOf(outcome),
        error: errorOf(state, outcome),
        madeId: outcome.madeId ?? null,
        ...where.values,
      })
    },
    /** Call this when the ids of entries may have changed. */
    forget,
  }
}
export type RunEntries = ReturnType<typeof createRunEntries>
