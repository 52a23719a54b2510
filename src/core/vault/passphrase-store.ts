import { AppError } from '../../shared/errors.ts'
import { newKey, type PassphraseKey, wipeKey } from '../seal/passphrase-key.ts'
import type { Move } from './move.ts'
import { seal, unseal, unsealWith } from './sealed-file.ts'
import type { TokenStore } from './types.ts'
import type { VaultFile } from './vault-file.ts'

export interface PassphraseStore extends TokenStore {
  locked(): boolean
  /** Returns all tokens. @throws AppError vault.locked */
  all(): ReadonlyMap<string, string>
  /** Adds tokens in a way that can be undone even if the disk has become full. */
  createAddMove(tokens: ReadonlyMap<string, string>): Move
  /** @throws AppError vault.wrong-passphrase | vault.damaged, and those of the disk; the store then stays as it was */
  unlock(passphrase: string): Promise<void>
  /** Writes a file with this passphrase and only these tokens in place of any other, and reads it back from disk. */
  begin(passphrase: string, tokens: ReadonlyMap<string, string>): Promise<void>
  lock(): void
}

/** Tokens in the sealed file. While it is open, the store holds the tokens and the derived key, not the passphrase. */
export function createPassphraseStore(file: VaultFile, scryptCost: number): PassphraseStore {
  let open: { readonly key: PassphraseKey; readonly tokens: ReadonlyMap<string, string> } | null = null

  function opened(): NonNullable<typeof open> {
    if (!open) throw new AppError('vault.locked', 'The vault waits for its passphrase')
    return open
  }

  /** Changes memory only after the disk has been written. */
  async function save(key: PassphraseKey, tokens: ReadonlyMap<string, string>): Promise<void> {
    await file.write(seal(tokens, key))
    open = { key, tokens }
  }

  return {
    locked: () => open === null,
    all: () => opened().tokens,
    get: async (profileId) => opened().tokens.get(profileId) ?? null,
    putAll: async (tokens) => {
      const { key, tokens: old } = opened()
      await save(key, new Map([...old, ...tokens]))
    },
    createAddMove: (added) => {
      const before = opened()
      let swapped: Awaited<ReturnType<VaultFile['swap']>> | null = null
      return {
        write: async () => {
          const tokens = new Map([...before.tokens, ...added])
          swapped = await file.swap(seal(tokens, before.key))
          open = { key: before.key, tokens }
        },
        undo: async () => {
          await swapped?.undo().catch(() => undefined)
          open = before
        },
        done: async () => swapped?.keep(),
      }
    },
    forget: async (profileId) => {
      const { key, tokens } = opened()
      if (tokens.has(profileId)) await save(key, new Map([...tokens].filter(([id]) => id !== profileId)))
    },
    unlock: async (passphrase) => {
      open = await unseal(await file.read(), passphrase)
    },
    begin: async (passphrase, tokens) => {
      const key = await newKey(passphrase, scryptCost)
      await file.write(seal(tokens, key))
      const readBack = unsealWith(await file.read(), key)
      if (readBack.size !== tokens.size || [...tokens].some(([id, token]) => readBack.get(id) !== token)) {
        throw new AppError('vault.damaged', 'The vault file does not hold what was written', { reason: 'read back' })
      }
      open = { key, tokens: readBack }
    },
    lock: () => {
      if (open) wipeKey(open.key)
      open = null
    },
  }
}
