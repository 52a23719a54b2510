import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { ListedKind, RowOf } from '../../../shared/kinds/index.ts'
import type { Connections } from '../../connections/connections.ts'
import type { ReportedOf } from '../../kinds/index.ts'

type Row = RowOf<ListedKind>

/** The rows that a cut list lacks and that were read by themselves. A row in neither map is not on the panel. */
export interface MissingRows {
  readonly found: readonly Row[]
  /** The rows that could not be read, with the code of the error: nobody knows whether they exist. */
  readonly failed: ReadonlyMap<string, string>
}
export const noMissingRows: MissingRows = { found: [], failed: new Map() }

/** The number of rows of one server that are read together. */
const batchSize = 20

/** Returns the row as a plan uses it: a switch that the panel does not report counts as on, as in the inventory. */
const withSwitch = (row: ReportedOf<ListedKind>): Row => ({ ...row, enabled: row.enabled ?? true }) as Row

/**
 * Reads rows by themselves that a cut list of their server lacks. Stops after a batch in which every read failed; the
 * remaining rows have failed too.
 * @throws AppError cancelled when the signal fires
 */
export async function readMissingRows(
  { connections }: { readonly connections: Connections },
  { serverId, kind, ids }: { readonly serverId: string; readonly kind: ListedKind; readonly ids: readonly string[] },
  { onRead, signal }: { readonly onRead: (count: number) => void; readonly signal: AbortSignal },
): Promise<MissingRows> {
  const found: Row[] = []
  const failed = new Map<string, string>()
  const options = { priority: 'bulk', unshared: true, oneTimeout: true, signal } as const

  const readOne = async (id: string): Promise<void> => {
    try {
      found.push(withSwitch(await connections.client(serverId).get(kind, id, options)))
    } catch (thrown) {
      const { code } = toErrorValue(thrown)
      if (code !== 'panel.not-found') failed.set(id, code)
    } finally {
      onRead(1)
    }
  }

  for (let at = 0; at < ids.length; at += batchSize) {
    const batch = ids.slice(at, at + batchSize)
    await Promise.all(batch.map(readOne))
    if (signal.aborted) throw new AppError('cancelled', 'The planning was stopped')
    if (!batch.every((id) => failed.has(id))) continue
    const rest = ids.slice(at + batchSize)
    for (const id of rest) failed.set(id, failed.get(batch[0] ?? '') ?? 'net.timeout')
    onRead(rest.length)
    break
  }
  return { found, failed }
}
