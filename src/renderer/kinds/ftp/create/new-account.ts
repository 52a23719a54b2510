import type { ErrorValue } from '../../../../shared/errors.ts'
import type { FtpAccount } from '../../../../shared/kinds/ftp.ts'

/**
 * Returns the owner that the panel will put in front of a new name: the token owner if the panel has reported it,
 * or else the owner of the existing accounts if they share one. Null if unknown.
 */
export function likelyOwner(
  tokenOwner: string | null | undefined,
  accounts: readonly Pick<FtpAccount, 'owner'>[],
): string | null {
  if (tokenOwner) return tokenOwner
  const owners = new Set(accounts.map((account) => account.owner).filter(Boolean))
  const [only] = owners
  return owners.size === 1 && only !== undefined ? only : null
}

type NameProblem = 'short' | 'long' | 'taken' | 'has-owner'

/**
 * Returns what is wrong with a name that does not have the owner in front yet; null if nothing is. `has-owner` is only
 * a hint: the panel would put the owner in front again.
 */
export function nameProblem(name: string, owner: string | null, taken: ReadonlySet<string>): NameProblem | null {
  const trimmed = name.trim()
  // The API document (FTP, Create) requires "username ≥ 2 chars".
  if (trimmed.length < 2) return 'short'
  if (trimmed.length > 100) return 'long'
  if (owner !== null && taken.has(`${owner}_${trimmed}`)) return 'taken'
  return owner !== null && trimmed.startsWith(`${owner}_`) ? 'has-owner' : null
}

export type FormField = 'name' | 'password' | 'domain' | 'ips'

const fieldWords: readonly (readonly [FormField, RegExp])[] = [
  ['password', /password|passphrase/i],
  ['domain', /domain/i],
  ['ips', /\bips?\b|cidr|allowed_ips|address/i],
  ['name', /user ?name|account name|\bname\b|\buser\b|already exists/i],
]

/**
 * Returns the field of the form that a panel's error is about: the name for a conflict, otherwise what its sentence
 * names. Null if the sentence names no field, and for every error that is not about the input.
 */
export function fieldOf(error: ErrorValue): FormField | null {
  if (error.code === 'panel.conflict') return 'name'
  if (error.code !== 'panel.invalid') return null
  const sentence = error.details?.['panelMessage']
  if (typeof sentence !== 'string') return null
  return fieldWords.find(([, words]) => words.test(sentence))?.[0] ?? null
}

/** Whether core refused a new account because there is one of that name. */
export const isTaken = ({ code, details }: ErrorValue): boolean =>
  code === 'change.impossible' && details?.['reason'] === 'exists'
