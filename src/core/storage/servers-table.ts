import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { pinInfo, serverDraft } from '../../shared/model/server.ts'
import type { Logger } from '../log/types.ts'
import { createOrderedRows } from './ordered-rows.ts'
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
  const rows = createOrderedRows<Omit<StoredServer, 'id' | 'position'>>(db, log, {
    table: 'servers',
    column: 'profile',
    schema: profileColumn,
  })
  let known: { readonly list: readonly StoredServer[]; readonly byId: ReadonlyMap<string, StoredServer> } | null = null

  function read(): NonNullable<typeof known> {
    const list = rows.list()
    return { list, byId: new Map(list.map((server) => [server.id, server])) }
  }

  function writing(work: () => void): void {
    known = null
    work()
  }

  return {
    forget: () => void (known = null),
    list: () => (known ??= read()).list,
    get: (id) => (known ??= read()).byId.get(id) ?? null,
    put: (server) => writing(() => rows.put(server)),
    remove: (id) => writing(() => rows.remove(id)),
    reorder: (ids) => writing(() => rows.reorder(ids)),
  }
}
