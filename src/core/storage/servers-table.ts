import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { pinInfo, serverDraft } from '../../shared/model/server.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { bySchema, readJson } from './json-column.ts'
import { inTransaction } from './transaction.ts'
import type { Storage, StoredServer } from './types.ts'

/** The content of the `profile` column. Id and position have columns of their own. */
const profileColumn = serverDraft.extend({
  pin: pinInfo.extend({ certificatePem: z.string() }).nullable(),
  hasToken: z.boolean(),
  // Profiles written by older versions have no mark.
  tokenMark: z.object({ hash: z.string(), setAtMs: z.number().nullable() }).nullable().default(null),
  demo: z.boolean(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
})

/**
 * Profiles, each as one JSON text. Unreadable rows are left out of every answer and logged. The list is read once and
 * cached until the next write: every request asks for its profile, and no other process writes here.
 */
export function createServersTable(
  db: DatabaseSync,
  log: Logger,
): Storage['servers'] & {
  /** Drops the cached list. Call it before other code changes the rows. */
  forget(): void
} {
  const all = db.prepare('SELECT id, position, profile FROM servers ORDER BY position, id')
  // Not REPLACE, which would delete the row first, and its snapshots with it.
  const upsert = db.prepare(`INSERT INTO servers (id, position, profile) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, profile = excluded.profile`)
  const drop = db.prepare('DELETE FROM servers WHERE id = ?')
  const move = db.prepare('UPDATE servers SET position = ? WHERE id = ?')

  function fromRow(row: Readonly<Record<string, unknown>>): readonly StoredServer[] {
    const id = String(row['id'])
    const profile = readJson(row['profile'], bySchema(profileColumn), log, { table: 'servers', id })
    return profile ? [{ ...profile, id, position: Number(row['position']) }] : []
  }

  function put({ id, position, ...profile }: StoredServer): void {
    upsert.run(id, position, JSON.stringify(profile))
  }

  function reorder(ids: readonly string[]): void {
    const old = all.all().map((row) => String(row['id']))
    const known = new Set(old)
    const named = new Set(ids.filter((id) => known.has(id)))
    const order = [...named, ...old.filter((id) => !named.has(id))]
    inTransaction(db, () => order.forEach((id, position) => move.run(position, id)))
  }

  let known: { readonly list: readonly StoredServer[]; readonly byId: ReadonlyMap<string, StoredServer> } | null = null

  function read(): NonNullable<typeof known> {
    const list = all.all().flatMap(fromRow)
    return { list, byId: new Map(list.map((server) => [server.id, server])) }
  }

  function writing(work: () => void): void {
    known = null
    onDisk(work)
  }

  return {
    forget: () => void (known = null),
    list: () => (known ??= onDisk(read)).list,
    get: (id) => (known ??= onDisk(read)).byId.get(id) ?? null,
    put: (server) => writing(() => put(server)),
    remove: (id) => writing(() => void drop.run(id)),
    reorder: (ids) => writing(() => reorder(ids)),
  }
}
