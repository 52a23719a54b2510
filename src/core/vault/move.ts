import { AppError } from '../../shared/errors.ts'
import type { KeychainStore } from './keychain-store.ts'
import type { PassphraseStore } from './passphrase-store.ts'
import type { SessionStore } from './session-store.ts'
import { unseal } from './sealed-file.ts'
import type { TokenStore } from './types.ts'
import type { VaultFile } from './vault-file.ts'

type Tokens = ReadonlyMap<string, string>

/** A transfer of tokens into a store. Removes nothing from another store. */
export interface Move {
  /** Writes the tokens. `moveToKeychain` and `moveToPassphrase` also read them back. */
  write(): Promise<void>
  /** Reverts what `write` has done so far, as far as the store allows. Never rejects. */
  undo(): Promise<void>
  /** Drops what `undo` would need. Never rejects. */
  done?(): Promise<void>
}

/** Adds tokens to those in the store. `undo` restores the tokens that were replaced. */
export async function createAddMove(store: TokenStore, tokens: Tokens): Promise<Move> {
  const before = new Map<string, string>()
  for (const profileId of tokens.keys()) {
    const token = await store.get(profileId)
    if (token !== null) before.set(profileId, token)
  }
  return {
    write: () => store.putAll(tokens),
    undo: async () => {
      await store.putAll(before).catch(() => undefined)
      await forgetQuietly(
        store,
        [...tokens.keys()].filter((profileId) => !before.has(profileId)),
      )
    },
  }
}

/** Moves tokens into the OS keychain, after a test entry has shown that it stores something. */
export function moveToKeychain(store: KeychainStore, tokens: Tokens): Move {
  return {
    write: async () => {
      store.reset()
      await store.testWrite()
      await store.putAll(tokens)
      store.reset()
      for (const [profileId, token] of tokens) {
        if ((await store.get(profileId)) !== token)
          throw new AppError('vault.unavailable', 'The keychain does not keep what it is given')
      }
    },
    undo: () => forgetQuietly(store, tokens.keys()),
  }
}

/** Moves tokens into memory. */
export function moveToSession(store: SessionStore, tokens: Tokens): Move {
  return { write: () => store.putAll(tokens), undo: async () => store.clear() }
}

/**
 * Moves tokens into the sealed file. If a file exists and opens with this passphrase, its tokens are kept unless a
 * moved token has the same id. A file that does not open is set aside, because it may hold tokens that exist nowhere
 * else.
 */
export function moveToPassphrase(
  store: PassphraseStore,
  file: VaultFile,
  tokens: Tokens,
  passphrase: string,
  nowMs: number,
): Move {
  let before: string | null = null
  let wrote = false
  return {
    write: async () => {
      const wasOpen = !store.locked()
      before = file.exists() ? await file.read().catch(() => null) : null
      const sealed = wasOpen || before === null ? null : await unseal(before, passphrase).catch(() => null)
      if (file.exists() && !wasOpen && !sealed) await file.setAside(nowMs)
      wrote = true
      await store.begin(passphrase, new Map([...(sealed?.tokens ?? []), ...tokens]))
    },
    undo: async () => {
      if (!wrote) return
      // If the disk refuses this as well, no token is lost: a file that did not open was set aside, and the new file
      // holds the tokens of a file that did.
      await (before === null ? file.remove() : file.write(before)).catch(() => undefined)
    },
  }
}

/** Removes entries one by one. Ignores failures, because an entry that stays is a copy that nothing reads again. */
export async function forgetQuietly(
  store: { forget(profileId: string): Promise<void> },
  profileIds: Iterable<string>,
): Promise<void> {
  for (const profileId of profileIds) await store.forget(profileId).catch(() => undefined)
}
