import { AppError } from '../../shared/errors.ts'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'
import type { Keychain } from '../ports.ts'
import { defaultScryptCost } from '../seal/passphrase-key.ts'
import { createKeychainStore, type KeychainStore } from './keychain-store.ts'
import { createPassphraseStore, type PassphraseStore } from './passphrase-store.ts'
import { createSessionStore, type SessionStore } from './session-store.ts'
import type { TokenStore } from './types.ts'
import { createVaultFile, type VaultFile } from './vault-file.ts'

export type Chosen = Exclude<VaultKind, 'undecided'>

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

/** What the vault works with. `kind` changes with the user's choice; only the vault's own files touch it. */
export interface VaultParts {
  readonly options: VaultOptions
  readonly file: VaultFile
  readonly keychain: KeychainStore
  readonly session: SessionStore
  readonly passphrase: PassphraseStore
  kind: VaultKind
}

/** Asks the keychain once whether it answers. */
export async function openVaultParts(options: VaultOptions): Promise<VaultParts> {
  const file = createVaultFile(options.dataDir)
  const keychain = createKeychainStore(options.keychain, options.nowMs)
  const passphrase = createPassphraseStore(file, options.scryptCost ?? defaultScryptCost)
  await keychain.probe()
  const parts: VaultParts = {
    options,
    file,
    keychain,
    session: createSessionStore(),
    passphrase,
    kind: 'undecided',
  }
  parts.kind = options.choice.get() ?? unchosenKind(parts)
  return parts
}

/** What is used while the user has said nothing. */
export function unchosenKind({ file, keychain }: VaultParts): VaultKind {
  if (file.exists()) return 'passphrase'
  return keychain.available() ? 'keychain' : 'undecided'
}

/** @throws AppError vault.undecided */
export function storeOf(parts: VaultParts): TokenStore {
  if (parts.kind === 'undecided') throw new AppError('vault.undecided', 'It has not been chosen where tokens are kept')
  return parts[parts.kind]
}

function countTokens({ kind, session, passphrase, options }: VaultParts): number {
  if (kind === 'undecided') return 0
  if (kind === 'session') return session.all().size
  return kind === 'passphrase' && !passphrase.locked() ? passphrase.all().size : options.profileIds().length
}

export function statusOf(parts: VaultParts): VaultStatus {
  const { kind, file, keychain, passphrase } = parts
  return {
    kind,
    locked: (kind === 'passphrase' && passphrase.locked()) || (kind === 'keychain' && keychain.locked()),
    keychainAvailable: keychain.available(),
    passphraseFileExists: file.exists(),
    tokens: countTokens(parts),
  }
}

/** What of the status a mere reading of a token can have changed: two words and a count, without a look at the disk. */
const statusAfterRead = (parts: VaultParts): string =>
  `${parts.keychain.available()} ${parts.keychain.locked()} ${countTokens(parts)}`

/** Tells listeners of the status, whenever it differs from what they were told last. */
export function createStatusNotifier(parts: VaultParts) {
  const listeners = new Set<(status: VaultStatus) => void>()
  let reported = JSON.stringify(statusOf(parts))
  let reportedAfterRead = statusAfterRead(parts)

  const notify = (): void => {
    const status = statusOf(parts)
    const text = JSON.stringify(status)
    reportedAfterRead = statusAfterRead(parts)
    if (text === reported) return
    reported = text
    for (const listener of [...listeners]) listener(status)
  }
  return {
    notify,
    /** The same where nothing was written. */
    notifyAfterRead: () => {
      if (statusAfterRead(parts) !== reportedAfterRead) notify()
    },
    onChange(listener: (status: VaultStatus) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}
