import { AppError } from '../../shared/errors.ts'
import type { DataEffect, ImportMode } from '../../shared/model/data.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { Storage } from '../storage/types.ts'
import { type Incoming, merged, type Merged } from './merge.ts'
import type { Reload } from './reload.ts'

export interface ApplyDeps extends Pick<ServersDeps, 'storage' | 'vault' | 'connections'> {
  /** Drops what core has cached of the old data, and notifies the page. */
  readonly reload: Reload
}

/** @throws AppError run.busy */
function refuseDuringRun(storage: Storage): void {
  const [busy] = storage.runs.live().filter(({ state }) => state === 'running' || state === 'pausing')
  if (busy) throw new AppError('run.busy', 'A run is at work', { runId: busy.id })
}

/**
 * Marks the tokens about to be replaced that have no mark yet, except those that cannot be read now. Without a mark, a
 * crash before the rows are written would let the new token be sent to the old address.
 */
async function markAll({ storage, connections }: ApplyDeps, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const server = storage.servers.get(id)
    if (server?.hasToken && server.tokenMark === null)
      await connections.useToken(id, () => undefined).catch(() => undefined)
  }
}

/**
 * Makes a backup, stores the tokens, and then writes the rows in one transaction. If any step fails, the rows are as
 * before and the old tokens are put back (`Vault.putAll`). The backup stays.
 * @throws AppError run.busy | cancelled, and those of the vault and of storage
 */
export async function applyIncoming(
  deps: ApplyDeps,
  incoming: Incoming,
  mode: ImportMode,
  kind: 'before-import' | 'before-restore',
): Promise<{ effect: DataEffect; backup: string }> {
  const { storage, vault } = deps
  refuseDuringRun(storage)
  await markAll(deps, merged(storage.contents.read(), incoming, mode).tokens.keys())
  const before = storage.servers.list()
  const { tokens } = merged(storage.contents.read(), incoming, mode)
  const backup = fileName(storage.backUp(kind))
  let result: Merged | null = null
  await vault.putAll(tokens, () => {
    // The keychain may have waited for its user, so merge into the data as it is now.
    if (storage.servers.list() !== before) throw new AppError('cancelled', 'The servers were changed meanwhile')
    refuseDuringRun(storage)
    const mine = storage.contents.read()
    result = merged(mine, incoming, mode)
    storage.contents.replace({ before: mine, after: result.tables })
  })
  deps.reload(before, new Set(result!.tokens.keys()))
  return { effect: result!.effect, backup }
}

const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path
