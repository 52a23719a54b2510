import type { VaultStatus } from '../../shared/model/vault.ts'

/** Tokens by profile id. A token can be used inside core, and nothing here hands one out to keep. */
export interface Vault {
  status(): Promise<VaultStatus>
  /** @throws AppError vault.undecided | vault.locked | vault.denied | vault.unavailable */
  put(profileId: string, token: string): Promise<void>
  has(profileId: string): Promise<boolean>
  /** Forgets it; forgetting what is not there is no error. */
  forget(profileId: string): Promise<void>
  /** Runs `use` with the token. @throws AppError vault.missing where the entry has vanished, and those of put. */
  use<T>(profileId: string, use: (token: string) => Promise<T> | T): Promise<T>
  choose(choice: { kind: 'keychain' } | { kind: 'session' } | { kind: 'passphrase'; passphrase: string }): Promise<VaultStatus>
  /** @throws AppError vault.wrong-passphrase | vault.damaged */
  unlock(passphrase: string): Promise<VaultStatus>
  lock(): Promise<VaultStatus>
  onChange(listener: (status: VaultStatus) => void): () => void
  close(): void
}
