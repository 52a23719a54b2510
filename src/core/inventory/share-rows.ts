import type { ListedKind } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import { sameOrigin } from '../connections/same-origin.ts'
import { rowKind } from '../kinds/index.ts'
import type { RowKind } from '../kinds/kind.ts'
import type { InventoryDeps } from './deps.ts'
import type { SliceStore } from './row-store.ts'
import { keepOwnRead, type Row, withRows } from './slices.ts'
import type { StatusBoard } from './status-board.ts'
import type { Version, VersionClock } from './version-clock.ts'

type Traits = Pick<RowKind, 'idOf' | 'ownRead'>

/** What an answer has shown of rows: how they are, and which are gone. A whole list shows that all others are. */
export interface RowNews {
  readonly rows: readonly Row[]
  readonly gone: readonly string[] | 'all-others'
}

interface ShareDeps extends Pick<InventoryDeps, 'storage' | 'connections'> {
  readonly slices: SliceStore
  readonly board: StatusBoard
  readonly versionClock: VersionClock
}

/** Tells the other servers that lead to the same panel what an answer has shown. `slice` is of the server asked. */
export type ShareRows = (slice: Slice, news: RowNews, askedAt: Version) => void

const rowsOf = (slice: Slice): readonly Row[] => slice.rows

/** Whether two slices have a row in common: one of the same id that was created at the same time. */
function haveCommonRow(one: Slice, other: Slice, { idOf }: Pick<Traits, 'idOf'>): boolean {
  const createdAt = new Map(rowsOf(one).map((row) => [idOf(row), row.createdAt]))
  return rowsOf(other).some((row) => row.createdAt !== null && row.createdAt === createdAt.get(idOf(row)))
}

/**
 * Creates a function that shares what was read of rows between the servers of one panel, as far as one can know that
 * each of them would have read the same:
 *
 * - Servers with one key may be two panels with one certificate. They are taken for one only if they have a row in
 *   common.
 * - Tokens may see rows of different users. A row is new to a server, or gone from it, only if the other's token sees
 *   the owner of that row: it belongs to that user, or has a row of that user. A row that both have is the same row.
 * - A server whose list was never read or could not be read last gets nothing, because its token may see no list.
 */
export function createRowSharing({ storage, connections, slices, board, versionClock }: ShareDeps): ShareRows {
  const othersOf = (serverId: string): readonly string[] => {
    const panel = connections.panelOf(serverId)
    return storage.servers
      .list()
      .filter(({ id }) => id !== serverId && connections.panelOf(id) === panel)
      .map(({ id }) => id)
  }

  const isOnePanel = (one: Slice, other: Slice, traits: Traits): boolean => {
    const [url, otherUrl] = [one, other].map(({ serverId }) => storage.servers.get(serverId)?.url)
    return (
      url !== undefined && otherUrl !== undefined && (sameOrigin(url, otherUrl) || haveCommonRow(one, other, traits))
    )
  }

  /** Whether the token of a slice's server sees the rows of this owner. */
  const seesOwner = (slice: Slice, owner: string): boolean =>
    board.status(slice.serverId).panel?.username === owner || rowsOf(slice).some((row) => row.owner === owner)

  const isReadable = ({ serverId, kind, readAtMs }: Slice): boolean =>
    readAtMs !== null && board.status(serverId).kinds[kind].error === null

  const tell = (other: Slice, slice: Slice, { rows, gone }: RowNews, askedAt: Version): Slice => {
    const { serverId, kind } = other
    const traits = rowKind(kind) as Traits
    const known: ReadonlyMap<string, Row> = new Map(rowsOf(other).map((row) => [traits.idOf(row), row]))
    const told = new Map(known)
    const isNews = (id: string) => versionClock.rowReported(serverId, kind, id, askedAt)
    for (const row of rows) {
      const id = traits.idOf(row)
      const own = known.get(id)
      const [full = row] = own ? keepOwnRead([row], () => [own], traits) : []
      const isKnown = own ? JSON.stringify(own) === JSON.stringify(full) : !seesOwner(other, row.owner)
      if (!isKnown && isNews(id)) told.set(id, full)
    }
    const shown = new Set(rows.map((row) => traits.idOf(row)))
    for (const id of gone === 'all-others' ? known.keys() : gone) {
      const own = shown.has(id) ? undefined : known.get(id)
      if (own && seesOwner(slice, own.owner) && isNews(id)) told.delete(id)
    }
    return withRows(other, told, traits)
  }

  return (slice, news, askedAt) => {
    for (const id of othersOf(slice.serverId)) {
      const other: Slice = slices.get<ListedKind>(id, slice.kind)
      if (!isReadable(other) || !isOnePanel(slice, other, rowKind(slice.kind) as Traits)) continue
      const told = tell(other, slice, news, askedAt)
      if (told !== other) slices.put(told)
    }
  }
}
