import type { VaultStatus } from '../../shared/model/vault.ts'

/**
 * Tokens by profile id. A token can be used inside core, and nothing here hands one out to keep.
 * What is read from the OS keychain stays in memory until put, forget, lock or close: a refresh of a fleet
 * would ask it hundreds of times.
 */
export interface Vault {
  /** What is known now; asks no keychain. */
  status(): Promise<VaultStatus>
  /**
   * Nobody reads the token before `commit` has run, which comes after it was put.
   * @throws AppError vault.undecided | vault.locked | vault.denied | vault.unavailable | storage.full |
   * storage.read-only, and those of `commit`
   */
  put(profileId: string, token: string, commit?: () => void): Promise<void>
  /**
   * Puts all of these, then runs `commit`; where either fails all is as before. Without tokens it only commits.
   * @throws those of put, and of `commit`
   */
  putAll(tokens: ReadonlyMap<string, string>, commit: () => void): Promise<void>
  /**
   * Whether it keeps the token of this `tokenHash`; false before a choice. @throws AppError vault.locked | vault.denied
   * | vault.unavailable where it cannot be told
   */
  has(profileId: string, hash: string): Promise<boolean>
  /**
   * Forgets it; forgetting what is not there, or before a choice, is no error. @throws those of put, but for
   * vault.undecided
   */
  forget(profileId: string): Promise<void>
  /** Runs `use` with the token. @throws AppError vault.missing where the entry has vanished, and those of put */
  use<T>(profileId: string, use: (token: string) => Promise<T> | T): Promise<T>
  /**
   * Keeps tokens elsewhere from now on. Those that can be read are written to the new place, read back and only then
   * removed from the old one; where any of that fails, all is as before. Choosing `passphrase` while that vault is open
   * changes its passphrase. A sealed file that this passphrase does not open is set aside, not overwritten.
   * @throws AppError vault.locked | vault.denied | vault.unavailable | storage.full | storage.read-only
   */
  choose(choice: VaultChoice): Promise<VaultStatus>
  /**
   * Opens the passphrase vault; with another kind in use it only lets a locked keychain be asked again at once.
   * @throws AppError vault.wrong-passphrase | vault.damaged; nothing has changed then
   */
  unlock(passphrase: string): Promise<VaultStatus>
  /** Drops what is held in memory and can be had again: closes the passphrase vault, forgets what the keychain told. */
  lock(): Promise<VaultStatus>
  onChange(listener: (status: VaultStatus) => void): () => void
  /** Wipes memory and listeners. */
  close(): void
}

export type VaultChoice =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'session' }
  | { readonly kind: 'passphrase'; readonly passphrase: string }

/** One way to keep tokens. All of these reject with AppErrors only. */
export interface TokenStore {
  get(profileId: string): Promise<string | null>
  /** Writes all of them or throws. */
  putAll(tokens: ReadonlyMap<string, string>): Promise<void>
  forget(profileId: string): Promise<void>
}
