import { AppError } from '../../shared/errors.ts'
import type { DataEffect, ImportMode } from '../../shared/model/data.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { Storage } from '../storage/types.ts'
import { type Incoming, merged, type Merged } from './merge.ts'
import type { Reload } from './reload.ts'

export interface TakeInDeps extends Pick<ServersDeps, 'storage' | 'vault' | 'connections'> {
  /** Lets go of what was known of the data as it was, and tells the page. */
  readonly reload: Reload
}

/** @throws AppError run.busy */
function refuseDuringRun(storage: Storage): void {
  const [at] = storage.runs.live().filter(({ state }) => state === 'running' || state === 'pausing')
  if (at) throw new AppError('run.busy', 'A run is at work', { runId: at.id })
}

/**
 * Lets the tokens that are about to give way be known again: a crash would otherwise leave the new one to the old
 * address.
 */
async function markAll({ storage, connections }: TakeInDeps, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const server = storage.servers.get(id)
    if (server?.hasToken && server.tokenMark === null)
      await connections.useToken(id, () => undefined).catch(() => undefined)
  }
}

/**
 * Backs up, puts the tokens, and then in one transaction the rows. Where any of that fails, all is as before.
 * @throws AppError run.busy | cancelled, and those of the vault and of storage
 */
export async function takeIn(
  deps: TakeInDeps,
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
  let done: Merged | null = null
  await vault.putAll(tokens, () => {
    // A keychain may have asked its user: what is merged is the desk as it is now.
    if (storage.servers.list() !== before) throw new AppError('cancelled', 'The desk was changed meanwhile')
    refuseDuringRun(storage)
    const mine = storage.contents.read()
    done = merged(mine, incoming, mode)
    storage.contents.replace({ before: mine, after: done.tables })
  })
  deps.reload(before, new Set(done!.tokens.keys()))
  return { effect: done!.effect, backup }
}

const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path
