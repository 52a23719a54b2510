import type { DatabaseSync } from 'node:sqlite'
import { type ListedKind, listedKinds } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { readJson } from './json-column.ts'
import { withoutDiskWait } from './transaction.ts'
import type { SnapshotHead, Storage } from './types.ts'

function prepare(db: DatabaseSync) {
  // Read as bytes, because the page gets UTF-8 and the text is not needed here.
  const bytes =
    'SELECT server_id, read_at_ms, total, CAST(rows AS BLOB) AS bytes, json_valid(rows) AS sound FROM snapshots WHERE kind = ?'
  const rows = 'SELECT server_id, read_at_ms, total, rows FROM snapshots WHERE'
  return {
    // A refresh may end after its server was removed. Then there is nothing to store, and that is no error.
    upsert: db.prepare(`INSERT INTO snapshots (server_id, kind, read_at_ms, total, row_count, rows)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
    ON CONFLICT (server_id, kind) DO UPDATE SET read_at_ms = excluded.read_at_ms, total = excluded.total,
      row_count = excluded.row_count, rows = excluded.rows`),
    byKind: db.prepare(`${rows} kind = ?`),
    byServer: db.prepare(`${rows} server_id = ? AND kind = ?`),
    allBytes: db.prepare(bytes),
    serverBytes: db.prepare(`${bytes} AND server_id = ?`),
    allHeads: db.prepare('SELECT server_id, kind, read_at_ms, row_count FROM snapshots'),
    drop: db.prepare('DELETE FROM snapshots WHERE server_id = ? AND kind = ?'),
  }
}

/**
 * Last known rows, one JSON text for each server and kind, so that a start with 100,000 rows loads only a few hundred
 * texts. The rows were checked when the panel sent them and are not checked again one by one. A migration that changes
 * their shape must empty this table.
 */
export function createSnapshotsTable(db: DatabaseSync, log: Logger): Storage['snapshots'] {
  const sql = prepare(db)

  function put(slice: Slice): string {
    const rows = JSON.stringify(slice.rows)
    withoutDiskWait(db, () =>
      sql.upsert.run(slice.serverId, slice.kind, slice.readAtMs, slice.total, slice.rows.length, rows),
    )
    return sliceText(slice, rows)
  }

  function read<K extends ListedKind>(kind: K, serverIds: readonly string[] | undefined): readonly Slice<K>[] {
    const found = serverIds ? serverIds.flatMap((id) => sql.byServer.all(id, kind)) : sql.byKind.all(kind)
    return found.flatMap((row) => {
      const serverId = String(row['server_id'])
      const rows = readJson(row['rows'], (value) => (Array.isArray(value) ? value : null), log, {
        table: 'snapshots',
        serverId,
        kind,
      })
      const head = { serverId, kind, readAtMs: nullable(row['read_at_ms']), total: nullable(row['total']) }
      return rows ? [{ ...head, rows } as unknown as Slice<K>] : []
    })
  }

  function pieces(kind: ListedKind, serverIds: readonly string[] | undefined): readonly Uint8Array[] {
    const found = serverIds ? serverIds.flatMap((id) => sql.serverBytes.all(kind, id)) : sql.allBytes.all(kind)
    const slices = found.flatMap((row) => {
      const serverId = String(row['server_id'])
      if (row['sound'] !== 1) {
        log.warn('storage.row-unreadable', { table: 'snapshots', serverId, kind })
        return []
      }
      const head = headText({ serverId, kind, readAtMs: nullable(row['read_at_ms']), total: nullable(row['total']) })
      return [{ head, bytes: row['bytes'] as Uint8Array }]
    })
    // The end of one slice and the head of the next form one piece.
    return [
      ...slices.flatMap(({ head, bytes }, at) => [Buffer.from(`${at === 0 ? '[' : '},'}${head}`), bytes]),
      Buffer.from(slices.length === 0 ? '[]' : '}]'),
    ]
  }

  function heads(): readonly SnapshotHead[] {
    return sql.allHeads.all().flatMap((row) => {
      const serverId = String(row['server_id'])
      const kind = listedKinds.find((one) => one === row['kind'])
      if (kind !== undefined)
        return [{ serverId, kind, readAtMs: nullable(row['read_at_ms']), count: Number(row['row_count']) }]
      log.warn('storage.row-unreadable', { table: 'snapshots', serverId, kind: String(row['kind']) })
      return []
    })
  }

  return {
    pieces: (kind, serverIds) => onDisk(() => pieces(kind, serverIds)),
    heads: () => onDisk(heads),
    put: (slice) => onDisk(() => put(slice)),
    slices: (kind, serverIds) => onDisk(() => read(kind, serverIds)),
    remove: (serverId: string, kind: ListedKind) => onDisk(() => void sql.drop.run(serverId, kind)),
  }
}

/** Returns a slice as JSON text. `rows` is JSON text already. */
function sliceText(slice: Omit<Slice, 'rows'>, rows: string): string {
  return `${headText(slice)}${rows}}`
}

/** Returns the JSON text of a slice up to its rows. */
function headText({ serverId, kind, readAtMs, total }: Omit<Slice, 'rows'>): string {
  return `${JSON.stringify({ serverId, kind, readAtMs, total }).slice(0, -1)},"rows":`
}

function nullable(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
