import { AppError } from '../../shared/errors.ts'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'
import type { Keychain } from '../ports.ts'
import { defaultScryptCost } from '../seal/passphrase-key.ts'
import { createTurns } from '../turns.ts'
import { createKeychainStore } from './keychain-store.ts'
import { forgetQuietly, type Move, moveToKeychain, moveToPassphrase, moveToSession, puttingAll } from './move.ts'
import { createPassphraseStore } from './passphrase-store.ts'
import { createSessionStore } from './session-store.ts'
import { tokenHash } from './token-hash.ts'
import type { TokenStore, Vault, VaultChoice } from './types.ts'
import { createVaultFile } from './vault-file.ts'

type Chosen = Exclude<VaultKind, 'undecided'>

export interface VaultOptions {
  readonly keychain: Keychain
  /** Where `vault.json` stands. */
  readonly dataDir: string
  /** The user's choice as it is kept between runs; null before one. */
  readonly choice: { get(): Chosen | null; put(kind: Chosen): void }
  /** Profiles that have a token: a keychain cannot be asked what it holds. */
  readonly profileIds: () => readonly string[]
  /** Told every token and passphrase that passes through, so that no log line shows it. */
  readonly guard: (secret: string) => void
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** scrypt's N for new vault files, a power of two from 1024 on; 2^17 by default. */
  readonly scryptCost?: number
}

/**
 * The vault of a data folder. Asks the keychain once whether it answers: if nothing else was chosen and no vault file
 * exists, it is used; if it does not answer, the vault is `undecided` and takes no token before the user has chosen.
 * A first token that the keychain does not take makes the vault undecided as well.
 */
export async function createVault(options: VaultOptions): Promise<Vault> {
  const { choice, guard, nowMs } = options
  const file = createVaultFile(options.dataDir)
  const keychain = createKeychainStore(options.keychain, nowMs)
  const session = createSessionStore()
  const passphrase = createPassphraseStore(file, options.scryptCost ?? defaultScryptCost)
  const stores: Readonly<Record<Chosen, TokenStore>> = { keychain, session, passphrase }
  // A token that is put while all are moved must not fall in between.
  const inTurn = createTurns()
  const listeners = new Set<(status: VaultStatus) => void>()

  await keychain.probe()
  let kind: VaultKind = choice.get() ?? unchosen()
  let told = JSON.stringify(statusNow())
  let toldOutlook = outlook()

  /** What is used while the user has said nothing. */
  function unchosen(): VaultKind {
    if (file.exists()) return 'passphrase'
    return keychain.available() ? 'keychain' : 'undecided'
  }

  function countTokens(): number {
    if (kind === 'undecided') return 0
    if (kind === 'session') return session.all().size
    return kind === 'passphrase' && !passphrase.locked() ? passphrase.all().size : options.profileIds().length
  }

  function statusNow(): VaultStatus {
    return {
      kind,
      locked: (kind === 'passphrase' && passphrase.locked()) || (kind === 'keychain' && keychain.locked()),
      keychainAvailable: keychain.available(),
      passphraseFileExists: file.exists(),
      tokens: countTokens(),
    }
  }

  /**
   * What of the status can have changed where a token was only read: two words and a count, without a look at the disk.
   */
  function outlook(): string {
    return `${keychain.available()} ${keychain.locked()} ${countTokens()}`
  }

  function tell(): void {
    const status = statusNow()
    const text = JSON.stringify(status)
    toldOutlook = outlook()
    if (text === told) return
    told = text
    for (const listener of [...listeners]) listener(status)
  }

  /** Tells listeners once for each change, however a piece of work has ended. */
  const changing = <T>(work: () => Promise<T>): Promise<T> => inTurn(() => work().finally(tell))
  const reading = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(() =>
      work().finally(() => {
        if (outlook() !== toldOutlook) tell()
      }),
    )

  function store(): TokenStore {
    if (kind === 'undecided') throw new AppError('vault.undecided', 'It has not been chosen where tokens are kept')
    return stores[kind]
  }

  async function get(profileId: string): Promise<string | null> {
    const token = await store().get(profileId)
    if (token !== null) guard(token)
    return token
  }

  async function has(profileId: string, hash: string): Promise<boolean> {
    const token = kind === 'undecided' ? null : await get(profileId)
    return token !== null && tokenHash(token) === hash
  }

  async function put(tokens: ReadonlyMap<string, string>, write = () => store().putAll(tokens)): Promise<void> {
    tokens.forEach((token) => guard(token))
    const byDefault = choice.get() === null
    try {
      await write()
    } catch (thrown) {
      const refused = thrown instanceof AppError && thrown.code === 'vault.unavailable'
      if (!refused || !byDefault || options.profileIds().length > 0) throw thrown
      kind = 'undecided'
      throw new AppError('vault.undecided', 'The keychain takes no token, and nothing else has been chosen')
    }
    if (byDefault && kind !== 'undecided') choice.put(kind)
  }

  async function putAll(tokens: ReadonlyMap<string, string>, commit: () => void): Promise<void> {
    if (tokens.size === 0) return commit()
    const move = kind === 'passphrase' ? passphrase.puttingAll(tokens) : await puttingAll(store(), tokens)
    try {
      await put(tokens, move.write)
      commit()
    } catch (thrown) {
      await move.undo()
      throw thrown
    }
    await move.done?.()
  }

  /** What can be read where tokens are now. A keychain that refuses is not asked again for each of them. */
  async function readable(): Promise<ReadonlyMap<string, string>> {
    if (kind === 'session') return session.all()
    if (kind === 'passphrase') return passphrase.locked() ? new Map() : passphrase.all()
    const found = new Map<string, string>()
    if (kind === 'undecided') return found
    try {
      for (const profileId of options.profileIds()) {
        const token = await keychain.get(profileId)
        if (token !== null) found.set(profileId, token)
      }
    } catch {
      // Locked, denied or gone: what it holds stays there, and what was read moves.
    }
    return found
  }

  function moveTo(target: VaultChoice, tokens: ReadonlyMap<string, string>): Move {
    if (target.kind === 'keychain') return moveToKeychain(keychain, tokens)
    if (target.kind === 'session') return moveToSession(session, tokens)
    return moveToPassphrase(passphrase, file, tokens, target.passphrase, nowMs())
  }

  async function removeFrom(old: VaultKind, wasOpen: boolean, profileIds: Iterable<string>): Promise<void> {
    if (old === 'keychain') await forgetQuietly(keychain, profileIds)
    if (old === 'session') session.clear()
    if (old !== 'passphrase' || !wasOpen) return
    passphrase.lock()
    // A sealed copy that could not be deleted is no harm: it opens only with its passphrase.
    await file.remove().catch(() => undefined)
  }

  async function choose(target: VaultChoice): Promise<VaultStatus> {
    if (target.kind === 'passphrase') guard(target.passphrase)
    const old = kind
    const wasOpen = !passphrase.locked()
    const tokens = await readable()
    tokens.forEach((token) => guard(token))
    // In place already: there is nothing to move, and undoing would remove the only copies.
    const inPlace = old === target.kind && target.kind !== 'passphrase'
    const move = inPlace ? null : moveTo(target, tokens)
    if (inPlace && target.kind === 'keychain') await keychain.tryOut()
    try {
      await move?.write()
      if (choice.get() !== target.kind) choice.put(target.kind)
    } catch (thrown) {
      await move?.undo()
      if (!wasOpen) passphrase.lock()
      throw thrown
    }
    kind = target.kind
    if (old !== target.kind) await removeFrom(old, wasOpen, tokens.keys())
    if (kind === 'passphrase') passphrase.all().forEach((token) => guard(token))
    return statusNow()
  }

  async function unlock(words: string): Promise<VaultStatus> {
    if (kind === 'passphrase') {
      guard(words)
      await passphrase.unlock(words)
      passphrase.all().forEach((token) => guard(token))
      return statusNow()
    }
    keychain.reset()
    await keychain.probe()
    if (kind === 'undecided') kind = unchosen()
    return statusNow()
  }

  async function lock(): Promise<VaultStatus> {
    if (kind === 'passphrase') passphrase.lock()
    if (kind === 'keychain') keychain.reset()
    return statusNow()
  }

  return {
    status: async () => statusNow(),
    put: (profileId, token, commit) => changing(() => put(new Map([[profileId, token]])).then(commit)),
    putAll: (tokens, commit) => changing(() => putAll(tokens, commit)),
    has: (profileId, hash) => changing(() => has(profileId, hash)),
    forget: (profileId) => changing(async () => (kind === 'undecided' ? undefined : store().forget(profileId))),
    use: async (profileId, use) => {
      const token = await reading(() => get(profileId))
      if (token === null) throw new AppError('vault.missing', 'There is no token for this server')
      return use(token)
    },
    choose: (target) => changing(() => choose(target)),
    unlock: (words) => changing(() => unlock(words)),
    lock: () => changing(lock),
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => {
      listeners.clear()
      session.clear()
      passphrase.lock()
      keychain.reset()
    },
  }
}
