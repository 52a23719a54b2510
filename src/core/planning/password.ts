import { generatePassword } from '../../shared/password.ts'
import type { Outcome } from './outcome.ts'

/** Returns `count` bytes from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array

/** A given password, or the length and the random source of one to generate. */
export type PasswordSource = string | { readonly length: number; readonly random: RandomBytes }

/** Returns the given password, or generates one, a different one at each call. */
export const passwordFrom = (source: PasswordSource): string =>
  typeof source === 'string' ? source : generatePassword(source)

/** Plans a new password. Nobody can read the old one, so nothing can restore it. */
export const newPassword = (source: PasswordSource): Outcome => ({
  op: 'password',
  before: null,
  after: null,
  flags: [],
  undo: 'none',
  secret: passwordFrom(source),
})
