import { AppError } from '../../shared/errors.ts'
import type { KeychainStore } from './keychain-store.ts'
import type { PassphraseStore } from './passphrase-store.ts'
import type { SessionStore } from './session-store.ts'
import { unseal } from './sealed-file.ts'
import type { TokenStore } from './types.ts'
import type { VaultFile } from './vault-file.ts'

type Tokens = ReadonlyMap<string, string>

/** Tokens on their way into a new place. Nothing is removed from the old one before `write` has ended well. */
export interface Move {
  /** Writes them and reads them back. */
  write(): Promise<void>
  /** Takes back what `write` did, as far as it came. Never rejects. */
  undo(): Promise<void>
  /** Drops what `undo` would have needed. Never rejects. */
  done?(): Promise<void>
}

/** Onto the tokens that are there already; those that are replaced are put back by `undo`. */
export async function puttingAll(store: TokenStore, tokens: Tokens): Promise<Move> {
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

/** Into the OS keychain, after it has shown that it keeps something. */
export function moveToKeychain(store: KeychainStore, tokens: Tokens): Move {
  return {
    write: async () => {
      store.reset()
      await store.tryOut()
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

/** Into memory. */
export function moveToSession(store: SessionStore, tokens: Tokens): Move {
  return { write: () => store.putAll(tokens), undo: async () => store.clear() }
}

/**
 * Into the sealed file. One that is there already and opens with this passphrase is taken over, its tokens below
 * those that are moved; one that does not open is set aside: it may hold what nobody else has.
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
      // Where the disk refuses this too, the sealed file that was there stands beside, set aside.
      await (before === null ? file.remove() : file.write(before)).catch(() => undefined)
    },
  }
}

/** Removes entries one by one, going on where one cannot be removed: it is a copy that nobody asks for again. */
export async function forgetQuietly(
  store: { forget(profileId: string): Promise<void> },
  profileIds: Iterable<string>,
): Promise<void> {
  for (const profileId of profileIds) await store.forget(profileId).catch(() => undefined)
}
