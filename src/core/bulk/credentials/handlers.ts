import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../dispatch.ts'
import { wipeKey } from '../../seal/passphrase-key.ts'
import type { StoredItem, StoredRun } from '../../storage/run-columns.ts'
import { itemOf } from '../run/views.ts'
import { idOf } from '../run/rows.ts'
import type { RunRegistry } from '../run/run-registry.ts'
import type { BulkDeps } from '../types.ts'
import { openFile, openLine, readSeal, type SealedLine, unlock, writeFile, type Lock } from './sealed-passwords.ts'

type CredentialMethods = `bulk.${'exportCredentials' | 'showCredentials' | 'openCredentials'}`

/**
 * Whether the account has or may have the password, regardless of the state of its item: the ledger recorded a request
 * as sent, or the row was created. Other accounts never received theirs.
 */
const mayHavePassword = ({ outcome }: StoredItem) => outcome.firstSentAtMs !== null || outcome.madeId !== null

/** Creates the handlers for a run's credentials sheet: export it as a sealed file, show it once, open such a file. */
export function createCredentialHandlers(
  deps: Pick<BulkDeps, 'storage' | 'log'>,
  registry: RunRegistry,
): Pick<Handlers, CredentialMethods> {
  const { storage } = deps

  const lockedRun = (runId: string): StoredRun & { readonly lock: Lock } => {
    const run = registry.stored(runId)
    if (run.head.handout !== 'sealed' || run.head.lock === null)
      throw new AppError('handout.none', 'This run has no passwords to show', { handout: run.head.handout })
    return { ...run, lock: run.head.lock as Lock }
  }
  const usernameOf = ({ item, outcome }: StoredItem) =>
    outcome.madeId ?? (item.op === 'create' ? item.subject : idOf(item))
  const lines = (runId: string): readonly SealedLine[] => {
    const items = new Map(
      storage.runs
        .items({ runId })
        .filter(mayHavePassword)
        .map((one) => [one.item.index, one]),
    )
    return storage.runs.secretIndexes(runId).flatMap((index) => {
      const stored = items.get(index)
      const sealed = storage.runs.secret(runId, index)
      return stored && sealed !== null
        ? [{ place: index, username: usernameOf(stored), state: itemOf(stored, true).state, sealed: readSeal(sealed) }]
        : []
    })
  }

  return {
    'bulk.exportCredentials': ({ runId }) => {
      const { startedAtMs, lock } = lockedRun(runId)
      return {
        fileName: `wisdeck-passwords-${new Date(startedAtMs).toISOString().slice(0, 10)}.json`,
        text: writeFile(runId, lock, lines(runId)),
      }
    },
    'bulk.showCredentials': async ({ runId, passphrase }) => {
      deps.log.guard(passphrase)
      const { lock } = lockedRun(runId)
      const key = await unlock(lock, passphrase)
      try {
        // Another call may have shown the passwords while the key was derived, so check again.
        const { state } = lockedRun(runId)
        if (state !== 'done' && state !== 'cancelled')
          throw new AppError('run.wrong-state', `The run is ${state}`, { state })
        const shown = lines(runId).map((line) => openLine(key, runId, line))
        registry.makeLive(runId).ledger.wipeSecrets()
        return shown
      } finally {
        wipeKey(key)
      }
    },
    'bulk.openCredentials': async ({ text, passphrase }) => {
      deps.log.guard(passphrase)
      return [...(await openFile(text, passphrase))]
    },
  }
}
