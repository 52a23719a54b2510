import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { ListedKind, RowOf } from '../../../shared/kinds/index.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import type { Connections } from '../../connections/connections.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import { isPartial } from '../../inventory/slices.ts'
import { rowKind } from '../../kinds/index.ts'

/** The number of rows of one server that are read together. */
const batchSize = 20

/**
 * Reads rows of one server one by one, for panels whose list lacks fields such as `allowed_ips`, and puts them in their
 * slice. Stops after a batch in which no row showed them and none was gone: the panel fails, or never shows them.
 * @returns rows that could not be read, by id, with the code of the error; after a batch in which every read failed,
 * also the rows that were not tried
 * @throws AppError cancelled when the signal fires
 */
export async function readWholeRows<K extends ListedKind>(
  deps: { readonly connections: Connections; readonly inventory: Inventory },
  { serverId, kind, ids }: { readonly serverId: string; readonly kind: K; readonly ids: readonly string[] },
  { onRead, signal }: { readonly onRead: (count: number) => void; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const { ownRead } = rowKind(kind)
  const failed = new Map<string, string>()

  const readOne = async (id: string): Promise<ReportedRow<RowOf<K>> | null> => {
    try {
      return await deps.connections
        .client(serverId)
        .get(kind, id, { priority: 'bulk', unshared: true, oneTimeout: true, signal })
    } catch (thrown) {
      const { code } = toErrorValue(thrown)
      if (code === 'panel.not-found') deps.inventory.rowGone(serverId, kind, id)
      failed.set(id, code)
      return null
    } finally {
      onRead(1)
    }
  }

  for (let at = 0; at < ids.length; at += batchSize) {
    const batch = ids.slice(at, at + batchSize)
    const askedAt = deps.inventory.version()
    const rows = (await Promise.all(batch.map(readOne))).filter((row) => row !== null)
    deps.inventory.rowsRead(serverId, kind, rows, askedAt)
    if (signal.aborted) throw new AppError('cancelled', 'The planning was stopped')
    const gone = batch.filter((id) => failed.get(id) === 'panel.not-found')
    if (gone.length > 0 || rows.some((row) => !isPartial(row, { ownRead }))) continue
    const rest = ids.slice(at + batchSize)
    const code = rows.length === 0 ? failed.get(batch[0] ?? '') : undefined
    if (code !== undefined) for (const id of rest) failed.set(id, code)
    onRead(rest.length)
    break
  }
  return failed
}
