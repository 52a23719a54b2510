import type { VaultStatus } from '../../shared/model/vault.ts'

/**
 * Tokens by profile id. A token can be used inside core, and no method returns one to keep. A token read from the OS
 * keychain stays in memory until put, forget, choose, unlock, lock or close: a refresh of a fleet would otherwise ask
 * the keychain hundreds of times.
 */
export interface Vault {
  /** Returns what is known now. Does not ask the keychain. */
  status(): Promise<VaultStatus>
  /**
   * Stores a token, then runs `commit`. Nothing reads the token before `commit` has run. If `commit` throws, the token
   * stays stored.
   * @throws AppError vault.undecided | vault.locked | vault.denied | vault.unavailable | storage.full |
   * storage.read-only | storage.damaged, and those of `commit`
   */
  put(profileId: string, token: string, commit?: () => void): Promise<void>
  /**
   * Stores all of these tokens, then runs `commit`. If either fails, puts back the tokens from before, as far as the
   * store allows. Without tokens it only runs `commit`.
   * @throws those of put, and of `commit`
   */
  putAll(tokens: ReadonlyMap<string, string>, commit: () => void): Promise<void>
  /**
   * Whether the vault holds the token with this `tokenHash`. False while the vault is undecided.
   * @throws AppError vault.locked | vault.denied | vault.unavailable if the token cannot be read
   */
  has(profileId: string, hash: string): Promise<boolean>
  /**
   * Removes the token. It is no error if there is none, or if the vault is undecided.
   * @throws those of put, except vault.undecided
   */
  forget(profileId: string): Promise<void>
  /** Runs `use` with the token. @throws AppError vault.missing if there is none, and those of put and of `use` */
  use<T>(profileId: string, use: (token: string) => Promise<T> | T): Promise<T>
  /**
   * Changes where tokens are stored. The tokens that can be read are written to the new store, read back unless it is
   * memory, and only then removed from the old one. If writing fails, the old store stays in use with all its tokens.
   * Choosing `passphrase` while that vault is open changes its passphrase. While it is not open, a sealed file that
   * this passphrase does not open is set aside, not overwritten.
   * @throws AppError vault.locked | vault.denied | vault.unavailable | vault.damaged | storage.full |
   * storage.read-only | storage.damaged
   */
  choose(choice: VaultChoice): Promise<VaultStatus>
  /**
   * Opens the passphrase vault. If another kind is in use or none yet, forgets what the keychain returned and asks
   * again whether it answers; an undecided vault then uses it if it does.
   * @throws AppError vault.wrong-passphrase | vault.damaged, and those of the disk; nothing has changed then
   */
  unlock(passphrase: string): Promise<VaultStatus>
  /** Drops memory that can be read again: closes the passphrase vault, or forgets what the keychain returned. */
  lock(): Promise<VaultStatus>
  onChange(listener: (status: VaultStatus) => void): () => void
  /** Clears the vault's memory and removes all listeners. */
  close(): void
}

export type VaultChoice =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'session' }
  | { readonly kind: 'passphrase'; readonly passphrase: string }

/** One way to store tokens. Methods reject with AppErrors, except for disk errors that `diskError` does not know. */
export interface TokenStore {
  get(profileId: string): Promise<string | null>
  /** Writes all of these tokens, or rejects. */
  putAll(tokens: ReadonlyMap<string, string>): Promise<void>
  forget(profileId: string): Promise<void>
}
