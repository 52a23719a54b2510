import { AppError } from '../../../shared/errors.ts'
import { type PassphraseKey, wipeKey } from '../../seal/passphrase-key.ts'
import type { Storage } from '../../storage/types.ts'
import { openSecret, readSeal } from './sealed-passwords.ts'

/** The keys to the passwords of runs that have not ended, and single passwords. They are kept in memory only. */
export interface RunKeys {
  has(runId: string): boolean
  add(runId: string, key: PassphraseKey): void
  /** Keeps the passwords of a run, by item index, until it is dropped. They are on disk in no form. */
  hold(runId: string, passwords: ReadonlyMap<number, string>): void
  drop(runId: string): void
  /**
   * Returns the password of an item, or null if it has none.
   * @throws AppError handout.passphrase-needed | handout.damaged
   */
  secretOf(runId: string, index: number): string | null
  close(): void
}

export function createRunKeys(storage: Pick<Storage, 'runs'>): RunKeys {
  const keys = new Map<string, PassphraseKey>()
  const held = new Map<string, ReadonlyMap<number, string>>()
  const drop = (runId: string) => {
    const key = keys.get(runId)
    if (key) wipeKey(key)
    keys.delete(runId)
    held.delete(runId)
  }
  return {
    has: (runId) => keys.has(runId),
    add(runId, key) {
      drop(runId)
      keys.set(runId, key)
    },
    hold: (runId, passwords) => void held.set(runId, passwords),
    drop,
    secretOf(runId, index) {
      const password = held.get(runId)?.get(index)
      if (password !== undefined) return password
      const sealed = storage.runs.secret(runId, index)
      if (sealed === null) return null
      const key = keys.get(runId)
      if (!key) throw new AppError('handout.passphrase-needed', 'The passwords of this run are sealed')
      return openSecret(key, runId, index, readSeal(sealed)).password
    },
    close() {
      for (const runId of [...keys.keys(), ...held.keys()]) drop(runId)
    },
  }
}
