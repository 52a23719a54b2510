import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/**
 * Where tokens are kept: in the OS keychain; in a file sealed with a passphrase; in memory until Wisdeck closes; or
 * nowhere yet, because no keychain answers and the user has not chosen.
 */
export const vaultKinds = ['keychain', 'passphrase', 'session', 'undecided'] as const
export type VaultKind = (typeof vaultKinds)[number]

export const vaultStatus = z.object({
  kind: z.enum(vaultKinds),
  /** True while a passphrase vault waits for its passphrase, or the keychain is locked. */
  locked: z.boolean(),
  /** Whether the OS keychain answered at the last try. */
  keychainAvailable: z.boolean(),
  /** Whether a passphrase vault file exists in the data folder. */
  passphraseFileExists: z.boolean(),
  tokens: z.number().int(),
})
export type VaultStatus = Immutable<z.infer<typeof vaultStatus>>
