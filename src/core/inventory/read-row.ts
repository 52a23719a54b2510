import { AppError } from '../../shared/errors.ts'
import { isListed, type Kind, type ListedKind, type RowOf } from '../../shared/kinds/index.ts'
import { type PanelRow, type ReportedOf, rowKind } from '../kinds/index.ts'
import { isOtherAnswer } from '../panel/errors.ts'
import type { CallOptions } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { Reader } from './read-server.ts'
import type { RowStore } from './row-store.ts'
import type { VersionClock } from './version-clock.ts'

interface RowReaderDeps extends Pick<InventoryDeps, 'connections'> {
  readonly rows: Pick<RowStore, 'rowRead'>
  readonly versionClock: VersionClock
  readonly readNow: Reader['readNow']
}

interface RowRead {
  /** The row as it came. */
  readonly reported: PanelRow
  /** The row as the screens show it: if the panel does not report `enabled`, with the last known value. */
  readonly row: RowOf<Kind>
}

export type RowReader = (serverId: string, kind: Kind, id: string, options: CallOptions) => Promise<RowRead>

/**
 * Creates a function that reads one row by itself, or from its list if its path is answered with something else, and
 * stores it. A list may leave out a field; then that is null.
 * @throws AppError from the function, as `Connections.client`, the panel's client and the storage do:
 * `panel.not-found` also if a whole list lacks the row
 */
export function createRowReader({ connections, rows, versionClock, readNow }: RowReaderDeps): RowReader {
  const readListed = async (
    kind: ListedKind,
    { serverId, id, options, cause }: { serverId: string; id: string; options: CallOptions; cause: unknown },
  ): Promise<ReportedOf<ListedKind>> => {
    const list = await readNow(serverId, kind, options)
    const listed: readonly ReportedOf<ListedKind>[] = list.rows
    const row = listed.find((each) => rowKind(kind).idOf(each) === id)
    if (row) return row
    throw list.total > list.rows.length ? cause : new AppError('panel.not-found', 'The list has no such entry')
  }
  return async (serverId, kind, id, options) => {
    const client = connections.client(serverId)
    if (!isListed(kind)) {
      const reported = await client.get(kind, id, options)
      return { reported, row: reported }
    }
    const version = versionClock.next()
    const reported: ReportedOf<ListedKind> = await client.get(kind, id, options).catch((thrown: unknown) => {
      if (isOtherAnswer(thrown)) return readListed(kind, { serverId, id, options, cause: thrown })
      throw thrown
    })
    return { reported, row: rows.rowRead(serverId, kind, reported, version) }
  }
}
