import type { VaultStatus } from '../../shared/model/vault.ts'

/**
 * Tokens by profile id. A token can be used inside core, and no method returns one to keep. A token read from the OS
 * keychain stays in memory until put, forget, lock or close: a refresh of a fleet would otherwise ask the keychain
 * hundreds of times.
 */
export interface Vault {
  /** Returns what is known now. Does not ask the keychain. */
  status(): Promise<VaultStatus>
  /**
   * Stores a token, then runs `commit`. Nothing reads the token before `commit` has run.
   * @throws AppError vault.undecided | vault.locked | vault.denied | vault.unavailable | storage.full |
   * storage.read-only, and those of `commit`
   */
  put(profileId: string, token: string, commit?: () => void): Promise<void>
  /**
   * Stores all of these tokens, then runs `commit`. If either fails, everything is as before. Without tokens it only
   * runs `commit`.
   * @throws those of put, and of `commit`
   */
  putAll(tokens: ReadonlyMap<string, string>, commit: () => void): Promise<void>
  /**
   * Whether the vault holds the token with this `tokenHash`. False before a choice.
   * @throws AppError vault.locked | vault.denied | vault.unavailable if the token cannot be read
   */
  has(profileId: string, hash: string): Promise<boolean>
  /**
   * Removes the token. It is no error if there is none, or if no vault has been chosen.
   * @throws those of put, except vault.undecided
   */
  forget(profileId: string): Promise<void>
  /** Runs `use` with the token. @throws AppError vault.missing if the entry has vanished, and those of put */
  use<T>(profileId: string, use: (token: string) => Promise<T> | T): Promise<T>
  /**
   * Changes where tokens are stored. The tokens that can be read are written to the new store, read back, and only then
   * removed from the old one. If any step fails, everything is as before. Choosing `passphrase` while that vault is
   * open changes its passphrase. A sealed file that this passphrase does not open is set aside, not overwritten.
   * @throws AppError vault.locked | vault.denied | vault.unavailable | storage.full | storage.read-only
   */
  choose(choice: VaultChoice): Promise<VaultStatus>
  /**
   * Opens the passphrase vault. If another kind is in use, it only lets a locked keychain be asked again at once.
   * @throws AppError vault.wrong-passphrase | vault.damaged; nothing has changed then
   */
  unlock(passphrase: string): Promise<VaultStatus>
  /** Drops memory that can be read again: closes the passphrase vault, or forgets what the keychain returned. */
  lock(): Promise<VaultStatus>
  onChange(listener: (status: VaultStatus) => void): () => void
  /** Clears the memory and removes all listeners. */
  close(): void
}

export type VaultChoice =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'session' }
  | { readonly kind: 'passphrase'; readonly passphrase: string }

/** One way to store tokens. All methods reject with AppErrors only. */
export interface TokenStore {
  get(profileId: string): Promise<string | null>
  /** Writes all of these tokens, or rejects. */
  putAll(tokens: ReadonlyMap<string, string>): Promise<void>
  forget(profileId: string): Promise<void>
}
