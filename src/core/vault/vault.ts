import { Mutex } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { VaultStatus } from '../../shared/model/vault.ts'
import { chooseStore } from './choose.ts'
import { createAddMove } from './move.ts'
import { tokenHash } from './token-hash.ts'
import type { Vault } from './types.ts'
import {
  createStatusNotifier,
  openVaultParts,
  statusOf,
  storeOf,
  unchosenKind,
  type VaultOptions,
  type VaultParts,
} from './vault-parts.ts'

type Tokens = ReadonlyMap<string, string>

async function getToken(parts: VaultParts, profileId: string): Promise<string | null> {
  const token = await storeOf(parts).get(profileId)
  if (token !== null) parts.options.guard(token)
  return token
}

async function hasToken(parts: VaultParts, profileId: string, hash: string): Promise<boolean> {
  const token = parts.kind === 'undecided' ? null : await getToken(parts, profileId)
  return token !== null && tokenHash(token) === hash
}

/** Writes tokens. Without a choice of the user, the first token makes the store that took it the choice. */
async function putTokens(
  parts: VaultParts,
  tokens: Tokens,
  write = () => storeOf(parts).putAll(tokens),
): Promise<void> {
  const { choice, guard, profileIds } = parts.options
  tokens.forEach((token) => guard(token))
  const byDefault = choice.get() === null
  try {
    await write()
  } catch (thrown) {
    const refused = thrown instanceof AppError && thrown.code === 'vault.unavailable'
    if (!refused || !byDefault || profileIds().length > 0) throw thrown
    parts.kind = 'undecided'
    throw new AppError('vault.undecided', 'The keychain takes no token, and nothing else has been chosen')
  }
  if (byDefault && parts.kind !== 'undecided') choice.put(parts.kind)
}

async function putAllTokens(parts: VaultParts, tokens: Tokens, commit: () => void): Promise<void> {
  if (tokens.size === 0) return commit()
  const move =
    parts.kind === 'passphrase' ? parts.passphrase.createAddMove(tokens) : await createAddMove(storeOf(parts), tokens)
  try {
    await putTokens(parts, tokens, move.write)
    commit()
  } catch (thrown) {
    await move.undo()
    throw thrown
  }
  await move.done?.()
}

async function unlockVault(parts: VaultParts, givenPassphrase: string): Promise<VaultStatus> {
  const { keychain, passphrase, options } = parts
  if (parts.kind === 'passphrase') {
    options.guard(givenPassphrase)
    await passphrase.unlock(givenPassphrase)
    passphrase.all().forEach((token) => options.guard(token))
    return statusOf(parts)
  }
  keychain.reset()
  await keychain.probe()
  if (parts.kind === 'undecided') parts.kind = unchosenKind(parts)
  return statusOf(parts)
}

function lockVault(parts: VaultParts): VaultStatus {
  if (parts.kind === 'passphrase') parts.passphrase.lock()
  if (parts.kind === 'keychain') parts.keychain.reset()
  return statusOf(parts)
}

/**
 * Opens the vault of a data folder. Asks the keychain once whether it answers. Without a choice and without a vault
 * file, the keychain is used if it answers. If it does not, the vault is `undecided` and takes no token before the user
 * has chosen. The vault also becomes undecided if the keychain does not take the first token.
 */
export async function createVault(options: VaultOptions): Promise<Vault> {
  const parts = await openVaultParts(options)
  const notifier = createStatusNotifier(parts)
  // A token that is put while all tokens move must not be left behind in the old store.
  const mutex = new Mutex()
  /** Notifies listeners once for each change, whether the work succeeded or failed. */
  const changing = <T>(work: () => Promise<T>) => mutex.runExclusive(() => work().finally(notifier.notify))
  const reading = <T>(work: () => Promise<T>) => mutex.runExclusive(() => work().finally(notifier.notifyAfterRead))

  return {
    status: async () => statusOf(parts),
    put: (profileId, token, commit) => changing(() => putTokens(parts, new Map([[profileId, token]])).then(commit)),
    putAll: (tokens, commit) => changing(() => putAllTokens(parts, tokens, commit)),
    has: (profileId, hash) => changing(() => hasToken(parts, profileId, hash)),
    forget: (profileId) =>
      changing(async () => (parts.kind === 'undecided' ? undefined : storeOf(parts).forget(profileId))),
    use: async (profileId, use) => {
      const token = await reading(() => getToken(parts, profileId))
      if (token === null) throw new AppError('vault.missing', 'There is no token for this server')
      return use(token)
    },
    choose: (target) => changing(() => chooseStore(parts, target)),
    unlock: (givenPassphrase) => changing(() => unlockVault(parts, givenPassphrase)),
    lock: () => changing(async () => lockVault(parts)),
    onChange: notifier.onChange,
    close: () => {
      notifier.close()
      parts.session.clear()
      parts.passphrase.lock()
      parts.keychain.reset()
    },
  }
}
