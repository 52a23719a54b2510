import type { ErrorCode } from '../../shared/errors.ts'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'

/** Why tokens cannot be read, or why they cannot be kept yet. */
export type VaultTrouble =
  'undecided' | 'passphrase-locked' | 'passphrase-gone' | 'keychain-locked' | 'keychain-unavailable' | 'keychain-denied'

/** A kind that the user can choose. */
export type ChosenKind = Exclude<VaultKind, 'undecided'>
export const chosenKinds = ['keychain', 'passphrase', 'session'] as const satisfies readonly ChosenKind[]

/**
 * Returns what is wrong with the vault; null if tokens can be used or the status is not known yet. `denied` comes from
 * servers that could not be read: an open keychain may still refuse, but only when it is asked for a token.
 */
export function vaultTrouble(status: VaultStatus | null, denied = false): VaultTrouble | null {
  if (status === null) return null
  if (status.kind === 'undecided') return 'undecided'
  if (status.kind === 'passphrase') {
    if (!status.locked) return null
    return status.passphraseFileExists ? 'passphrase-locked' : 'passphrase-gone'
  }
  if (status.kind === 'session') return null
  if (!status.keychainAvailable) return 'keychain-unavailable'
  if (status.locked) return 'keychain-locked'
  return denied ? 'keychain-denied' : null
}

/** Whether the keychain refused the token of any server at the last read. */
export function isDenied(statuses: Iterable<Pick<ServerStatus, 'kinds'>>): boolean {
  const denied: ErrorCode = 'vault.denied'
  for (const { kinds } of statuses) if (Object.values(kinds).some(({ error }) => error?.code === denied)) return true
  return false
}

/** Returns the trouble that the banner shows. It shows none while no token is stored or no vault has been chosen. */
export function bannerTrouble(trouble: VaultTrouble | null, tokens: number): Exclude<VaultTrouble, 'undecided'> | null {
  return trouble === null || trouble === 'undecided' || tokens === 0 ? null : trouble
}

/** What happens to the stored tokens when another kind is chosen. */
type TokenMove = 'none' | 'along' | 'intoMemory' | 'stays'

/**
 * Returns what happens to the tokens; `stays` if they cannot be read. Choosing the kind in use moves nothing; with a
 * new passphrase the tokens are only sealed again.
 */
export function tokenMove(status: VaultStatus, trouble: VaultTrouble | null, target: ChosenKind): TokenMove {
  if (status.tokens === 0) return 'none'
  if (trouble !== null) return status.kind === target && target === 'keychain' ? 'none' : 'stays'
  if (status.kind === target) return 'none'
  return target === 'session' ? 'intoMemory' : 'along'
}

/** Whether choosing a passphrase sets aside an older sealed file if it does not open it: one exists and is not open. */
export function setsFileAside(status: VaultStatus, target: ChosenKind): boolean {
  return target === 'passphrase' && status.passphraseFileExists && (status.kind !== 'passphrase' || status.locked)
}

/** Returns the kind that is preselected: the kind in use if it works, otherwise the best one that does. */
export function preselectedKind(status: VaultStatus, trouble: VaultTrouble | null): ChosenKind {
  if (status.kind !== 'undecided' && trouble === null) return status.kind
  return status.keychainAvailable && status.kind !== 'keychain' ? 'keychain' : 'passphrase'
}

type PassphraseProblem = 'tooShort' | 'differs'

/** Returns what is wrong with a new passphrase typed twice; null if nothing. The contract requires 8 characters. */
export function passphraseProblem(first: string, second: string): PassphraseProblem | null {
  if (first.length < 8) return 'tooShort'
  return first === second ? null : 'differs'
}

type Os = 'linux' | 'mac' | 'windows'

/** Returns the system that the page runs on, from the browser's user agent. */
export function osOf(userAgent: string): Os {
  if (/Mac OS|Macintosh/.test(userAgent)) return 'mac'
  return /Windows/.test(userAgent) ? 'windows' : 'linux'
}

/** Returns the path of a file in the data folder, with the folder's own separator. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
