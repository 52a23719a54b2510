import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import type { Connections } from '../../connections/connections.ts'

/** The number of accounts of one server that are read together. */
const batchSize = 20

/**
 * Reads accounts of one server one by one, for panels whose list lacks `allowed_ips`, and puts them in their slice.
 * Stops after a batch in which no account showed a list and none was gone: the panel fails, or never shows lists.
 * @returns accounts that could not be read, with the code of the error; after a batch in which every read failed, also
 * the accounts that were not tried
 * @throws AppError cancelled when the signal fires
 */
export async function readLists(
  deps: { readonly connections: Connections; readonly inventory: Inventory },
  serverId: string,
  usernames: readonly string[],
  { onRead, signal }: { readonly onRead: (count: number) => void; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>()

  const readOne = async (username: string): Promise<ReportedRow<FtpAccount> | null> => {
    try {
      return await deps.connections
        .client(serverId)
        .get('ftp', username, { priority: 'bulk', unshared: true, oneTimeout: true, signal })
    } catch (thrown) {
      const { code } = toErrorValue(thrown)
      if (code === 'panel.not-found') deps.inventory.rowGone(serverId, 'ftp', username)
      failed.set(username, code)
      return null
    } finally {
      onRead(1)
    }
  }

  for (let at = 0; at < usernames.length; at += batchSize) {
    const batch = usernames.slice(at, at + batchSize)
    const askedAt = deps.inventory.version()
    const accounts = (await Promise.all(batch.map(readOne))).filter((account) => account !== null)
    deps.inventory.rowsRead(serverId, 'ftp', accounts, askedAt)
    if (signal.aborted) throw new AppError('cancelled', 'The planning was stopped')
    const gone = batch.filter((username) => failed.get(username) === 'panel.not-found')
    if (gone.length > 0 || accounts.some((account) => account.allowedIps !== null)) continue
    const rest = usernames.slice(at + batchSize)
    const code = accounts.length === 0 ? failed.get(batch[0] ?? '') : undefined
    if (code !== undefined) for (const username of rest) failed.set(username, code)
    onRead(rest.length)
    break
  }
  return failed
}
