import type { DatabaseSync } from 'node:sqlite'
import { type ListedKind, listedKinds } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import type { Logger } from '../log/types.ts'
import { onDisk } from './disk-errors.ts'
import { readJson } from './json-column.ts'
import { withoutDiskWait } from './transaction.ts'
import type { SnapshotHead, Storage } from './types.ts'
import type { WriteQueue } from './write-queue.ts'

function prepare(db: DatabaseSync) {
  // Read as bytes, because the page gets UTF-8 and the text is not needed here.
  const bytes =
    'SELECT server_id, kind, read_at_ms, total, CAST(rows AS BLOB) AS bytes, json_valid(rows) AS sound FROM snapshots WHERE kind = ?'
  const rows = 'SELECT server_id, kind, read_at_ms, total, rows FROM snapshots WHERE'
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
    exists: db.prepare('SELECT 1 FROM servers WHERE id = ?'),
    drop: db.prepare('DELETE FROM snapshots WHERE server_id = ? AND kind = ?'),
  }
}

/** The slices that the disk has refused so far, by server and kind. They count instead of those on disk. */
function createQueuedSlices(sql: ReturnType<typeof prepare>, queue: WriteQueue) {
  const slices = new Map<string, { readonly slice: Slice; readonly rows: string }>()
  const keyOf = (serverId: string, kind: ListedKind) => `snapshots/${serverId}/${kind}`
  return {
    put(slice: Slice, rows: string, write: () => void): void {
      const key = keyOf(slice.serverId, slice.kind)
      slices.set(key, { slice, rows })
      queue.add(key, () => {
        onDisk(write)
        slices.delete(key)
      })
    },
    drop(serverId: string, kind: ListedKind): void {
      slices.delete(keyOf(serverId, kind))
      queue.drop(keyOf(serverId, kind))
    },
    forget(): void {
      for (const key of slices.keys()) queue.drop(key)
      slices.clear()
    },
    /** Returns those of a kind, without those of servers that have been removed. */
    of: (kind: ListedKind, serverIds: readonly string[] | undefined) =>
      [...slices.values()].filter(
        ({ slice: { kind: ofKind, serverId } }) =>
          ofKind === kind && (serverIds?.includes(serverId) ?? true) && sql.exists.get(serverId) !== undefined,
      ),
  }
}

type QueuedSlices = ReturnType<typeof createQueuedSlices>
type QueuedSlice = ReturnType<QueuedSlices['of']>[number]

/** Returns the rows of the disk that no queued slice replaces. */
function stored(found: readonly Readonly<Record<string, unknown>>[], waiting: readonly QueuedSlice[]): typeof found {
  if (waiting.length === 0) return found
  const replaced = new Set(waiting.map(({ slice }) => `${slice.serverId}/${slice.kind}`))
  return found.filter((row) => !replaced.has(`${String(row['server_id'])}/${String(row['kind'])}`))
}

/** Reads slices, on disk or queued. */
function createSliceReader(sql: ReturnType<typeof prepare>, queued: QueuedSlices, log: Logger) {
  function read<K extends ListedKind>(kind: K, serverIds: readonly string[] | undefined): readonly Slice<K>[] {
    const found = serverIds ? serverIds.flatMap((id) => sql.byServer.all(id, kind)) : sql.byKind.all(kind)
    const waiting = queued.of(kind, serverIds)
    const slices = stored(found, waiting).flatMap((row) => {
      const serverId = String(row['server_id'])
      const rows = readJson(row['rows'], (value) => (Array.isArray(value) ? value : null), log, {
        table: 'snapshots',
        serverId,
        kind,
      })
      const head = { serverId, kind, readAtMs: nullable(row['read_at_ms']), total: nullable(row['total']) }
      return rows ? [{ ...head, rows } as unknown as Slice<K>] : []
    })
    return [...slices, ...waiting.map(({ slice }) => slice as Slice<K>)]
  }

  function pieces(kind: ListedKind, serverIds: readonly string[] | undefined): readonly Uint8Array[] {
    const found = serverIds ? serverIds.flatMap((id) => sql.serverBytes.all(kind, id)) : sql.allBytes.all(kind)
    const waiting = queued.of(kind, serverIds)
    const slices = stored(found, waiting).flatMap((row) => {
      const serverId = String(row['server_id'])
      if (row['sound'] !== 1) {
        log.warn('storage.row-unreadable', { table: 'snapshots', serverId, kind })
        return []
      }
      const head = headText({ serverId, kind, readAtMs: nullable(row['read_at_ms']), total: nullable(row['total']) })
      return [{ head, bytes: row['bytes'] as Uint8Array }]
    })
    slices.push(...waiting.map(({ slice, rows }) => ({ head: headText(slice), bytes: Buffer.from(rows) })))
    // The end of one slice and the head of the next form one piece.
    return [
      ...slices.flatMap(({ head, bytes }, at) => [Buffer.from(`${at === 0 ? '[' : '},'}${head}`), bytes]),
      Buffer.from(slices.length === 0 ? '[]' : '}]'),
    ]
  }

  function heads(): readonly SnapshotHead[] {
    const waiting = listedKinds.flatMap((kind) => queued.of(kind, undefined))
    const slices = stored(sql.allHeads.all(), waiting).flatMap((row): readonly SnapshotHead[] => {
      const serverId = String(row['server_id'])
      const kind = listedKinds.find((one) => one === row['kind'])
      if (kind !== undefined)
        return [{ serverId, kind, readAtMs: nullable(row['read_at_ms']), count: Number(row['row_count']) }]
      log.warn('storage.row-unreadable', { table: 'snapshots', serverId, kind: String(row['kind']) })
      return []
    })
    return [
      ...slices,
      ...waiting.map(({ slice: { serverId, kind, readAtMs, rows } }) => ({
        serverId,
        kind,
        readAtMs,
        count: rows.length,
      })),
    ]
  }

  return { read, pieces, heads }
}

/**
 * Last known rows, one JSON text for each server and kind, so that a start with 100,000 rows loads only a few hundred
 * texts. The rows were checked when the panel sent them and are not checked again one by one. A migration that changes
 * their shape must empty this table. A slice that the disk refuses waits in the queue, and is read from there.
 */
export function createSnapshotsTable(
  db: DatabaseSync,
  log: Logger,
  queue: WriteQueue,
): {
  readonly table: Storage['snapshots']
  /** Drops the slices that wait for the disk. Call it when the rows on disk have been replaced. */
  forgetQueued(): void
} {
  const sql = prepare(db)
  const queued = createQueuedSlices(sql, queue)
  const { read, pieces, heads } = createSliceReader(sql, queued, log)

  function put(slice: Slice): string {
    const rows = JSON.stringify(slice.rows)
    const { serverId, kind, readAtMs, total } = slice
    queued.put(slice, rows, () =>
      withoutDiskWait(db, () => sql.upsert.run(serverId, kind, readAtMs, total, slice.rows.length, rows)),
    )
    return sliceText(slice, rows)
  }

  return {
    table: {
      pieces: (kind, serverIds) => onDisk(() => pieces(kind, serverIds)),
      heads: () => onDisk(heads),
      put,
      slices: (kind, serverIds) => onDisk(() => read(kind, serverIds)),
      remove(serverId: string, kind: ListedKind) {
        onDisk(() => void sql.drop.run(serverId, kind))
        queued.drop(serverId, kind)
      },
    },
    forgetQueued: () => queued.forget(),
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
