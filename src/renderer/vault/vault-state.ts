import type { ErrorCode } from '../../shared/errors.ts'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'

/** Why tokens cannot be read, or have no place yet. */
export type VaultTrouble =
  'undecided' | 'passphrase-locked' | 'passphrase-gone' | 'keychain-locked' | 'keychain-unavailable' | 'keychain-denied'

/** A kind that can be chosen. */
export type ChosenKind = Exclude<VaultKind, 'undecided'>
export const chosenKinds = ['keychain', 'passphrase', 'session'] as const satisfies readonly ChosenKind[]

/**
 * What is wrong with the vault; null where tokens can be used. `denied` is known from servers that could not be read:
 * a keychain that is open and yet refuses tells so only when it is asked for a token.
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

/** Whether any server was last turned away by the keychain. */
export function isDenied(statuses: Iterable<Pick<ServerStatus, 'ftp' | 'cron'>>): boolean {
  const denied: ErrorCode = 'vault.denied'
  for (const { ftp, cron } of statuses) if (ftp.error?.code === denied || cron.error?.code === denied) return true
  return false
}

/** The trouble that the banner tells of: none while no server of this desk waits for a token. */
export function bannerTrouble(trouble: VaultTrouble | null, tokens: number): Exclude<VaultTrouble, 'undecided'> | null {
  return trouble === null || trouble === 'undecided' || tokens === 0 ? null : trouble
}

/** What becomes of the tokens that are kept now when another kind is chosen. */
export type TokenMove = 'none' | 'along' | 'intoMemory' | 'stays'

/** See TokenMove; `stays` where they cannot be read. Choosing what is in use moves nothing, apart from sealing anew. */
export function tokenMove(status: VaultStatus, trouble: VaultTrouble | null, target: ChosenKind): TokenMove {
  if (status.tokens === 0) return 'none'
  if (trouble !== null) return status.kind === target && target === 'keychain' ? 'none' : 'stays'
  if (status.kind === target) return 'none'
  return target === 'session' ? 'intoMemory' : 'along'
}

/** Whether choosing a passphrase leaves an older sealed file under another name: one that is there and not open. */
export function setsFileAside(status: VaultStatus, target: ChosenKind): boolean {
  return target === 'passphrase' && status.passphraseFileExists && (status.kind !== 'passphrase' || status.locked)
}

/** The kind that is picked when the chooser opens: what is in use, else the best that works. */
export function firstPick(status: VaultStatus, trouble: VaultTrouble | null): ChosenKind {
  if (status.kind !== 'undecided' && trouble === null) return status.kind
  return status.keychainAvailable && status.kind !== 'keychain' ? 'keychain' : 'passphrase'
}

export type PassphraseProblem = 'tooShort' | 'differs'

/** What is wrong with a new passphrase that was typed twice; null for nothing. The contract asks for 8 characters. */
export function passphraseProblem(first: string, second: string): PassphraseProblem | null {
  if (first.length < 8) return 'tooShort'
  return first === second ? null : 'differs'
}

export type Os = 'linux' | 'mac' | 'windows'

/** The system that the page runs on, from the browser's user agent. */
export function osOf(userAgent: string): Os {
  if (/Mac OS|Macintosh/.test(userAgent)) return 'mac'
  return /Windows/.test(userAgent) ? 'windows' : 'linux'
}

/** A file of the data folder with its path, in the manner of that path. */
export function inFolder(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
