import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { rowKey } from '../../shared/model/inventory.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import { withoutDiskWait } from './transaction.ts'
import type { PanelFacts, Storage } from './types.ts'
import type { WriteQueue } from './write-queue.ts'

const factsColumn = z.object({
  username: z.string().nullable().default(null),
  role: z.string().nullable().default(null),
  version: z.string().nullable().default(null),
  asked: z.boolean().optional(),
  utcOffsetMin: z.number().nullable().default(null),
  utcOffsetAtMs: z.number().nullable().default(null),
  clockAheadMs: z.number().optional(),
  listHasAllowedIps: z.boolean().nullable().default(null),
})

/**
 * What Wisdeck has learned about each panel. Facts of a server that has been removed are dropped without an error.
 * Facts that the disk refuses wait in the queue.
 */
export function createFactsTable(db: DatabaseSync, log: Logger, queue: WriteQueue): Storage['facts'] {
  const queued = new Map<string, PanelFacts>()
  const one = db.prepare('SELECT facts FROM facts WHERE server_id = ?')
  const upsert =
    db.prepare(`INSERT INTO facts (server_id, facts) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
    ON CONFLICT (server_id) DO UPDATE SET facts = excluded.facts`)
  const drop = db.prepare('DELETE FROM facts WHERE server_id = ?')
  return {
    remove: (serverId) => {
      onDisk(() => void drop.run(serverId))
      queued.delete(serverId)
      queue.drop(`facts/${serverId}`)
    },
    get: (serverId) =>
      queued.get(serverId) ??
      onDisk(() => {
        const row = one.get(serverId)
        return row ? readJson(row['facts'], bySchema(factsColumn), log, { table: 'facts', serverId }) : null
      }),
    put: (serverId, facts) => {
      queued.set(serverId, facts)
      queue.add(`facts/${serverId}`, () => {
        onDisk(() => withoutDiskWait(db, () => upsert.run(serverId, JSON.stringify(facts))))
        queued.delete(serverId)
      })
    },
  }
}

/** Notes on cron jobs. A note for a server that has been removed is dropped without an error. */
export function createNotesTable(db: DatabaseSync): Storage['notes'] {
  const all = db.prepare('SELECT server_id, job_id, note FROM notes')
  const drop = db.prepare('DELETE FROM notes WHERE server_id = ? AND job_id = ?')
  const upsert =
    db.prepare(`INSERT INTO notes (server_id, job_id, note) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
    ON CONFLICT (server_id, job_id) DO UPDATE SET note = excluded.note`)
  return {
    all: () =>
      onDisk(() =>
        Object.fromEntries(
          all
            .all()
            .map((row) => [rowKey(String(row['server_id']), 'cron', Number(row['job_id'])), String(row['note'])]),
        ),
      ),
    put: (serverId, jobId, note) =>
      onDisk(() => void (note === '' ? drop.run(serverId, jobId) : upsert.run(serverId, jobId, note))),
  }
}

/**
 * Creates a function that moves the note of a deleted job to the job that an item of a run has created in its place, if
 * that has none yet. Call it in the transaction that confirms the item.
 */
export function createNoteMover(db: DatabaseSync): (runId: string, index: number) => void {
  const move = db.prepare(`UPDATE OR IGNORE notes SET job_id = CAST(made AS INTEGER)
    FROM (SELECT server_id AS server, item ->> '$.replaces' AS replaced, outcome ->> '$.madeId' AS made
      FROM run_items WHERE run_id = ? AND place = ?)
    WHERE server_id = server AND job_id = CAST(replaced AS INTEGER) AND made IS NOT NULL`)
  return (runId, index) => void move.run(runId, index)
}
