import { AppError } from '../../shared/errors.ts'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'
import type { Keychain } from '../ports.ts'
import { defaultScryptCost } from '../seal/passphrase-key.ts'
import { createKeychainStore, type KeychainStore } from './keychain-store.ts'
import { createPassphraseStore, type PassphraseStore } from './passphrase-store.ts'
import { createSessionStore, type SessionStore } from './session-store.ts'
import type { TokenStore } from './types.ts'
import { createVaultFile, type VaultFile } from './vault-file.ts'

type Chosen = Exclude<VaultKind, 'undecided'>

export interface VaultOptions {
  readonly keychain: Keychain
  /** The folder of `vault.json`. */
  readonly dataDir: string
  /** The user's choice, kept between runs. Null before a choice. */
  readonly choice: { get(): Chosen | null; put(kind: Chosen): void }
  /** Ids of the profiles that have a token. Needed because a keychain cannot list what it holds. */
  readonly profileIds: () => readonly string[]
  /** Receives every token and passphrase that passes through, so that no log line shows it. */
  readonly guard: (secret: string) => void
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** scrypt's N for new vault files, a power of two from 1024 to 2^20; 2^17 by default. */
  readonly scryptCost?: number
}

/** The parts of the vault. `kind` changes with the user's choice. Only the files of the vault use it. */
export interface VaultParts {
  readonly options: VaultOptions
  readonly file: VaultFile
  readonly keychain: KeychainStore
  readonly session: SessionStore
  readonly passphrase: PassphraseStore
  kind: VaultKind
}

/** Creates the parts and asks the keychain once whether it answers. */
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

/** Returns the kind that is used as long as the user has not chosen. */
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

/** Returns the part of the status that reading a token can change. Unlike `statusOf`, does not look for the file. */
const statusAfterRead = (parts: VaultParts): string =>
  `${parts.keychain.available()} ${parts.keychain.locked()} ${countTokens(parts)}`

/** Notifies listeners when the status differs from the last one they received. */
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
    /** Like `notify`, for work that has written nothing. */
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
