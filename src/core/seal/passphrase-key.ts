import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** scrypt's cost N: 2^17 with r=8, p=1 needs 128 MB and about half a second (OWASP, "Password Storage Cheat Sheet"). */
export const defaultScryptCost = 2 ** 17

/** Base64 of exactly this many bytes. */
export const base64Of = (bytes: number) => z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes)

/** How a key was derived, apart from the passphrase. */
export const kdf = z.strictObject({
  name: z.literal('scrypt'),
  // The bounds keep a file from elsewhere from asking for all memory.
  N: z.number().int().min(1024).max(2 ** 20).refine((cost) => Number.isInteger(Math.log2(cost))), // prettier-ignore
  r: z.literal(8),
  p: z.literal(1),
  salt: base64Of(16),
})
type Kdf = z.infer<typeof kdf>

/** The keys of one passphrase and salt. They are kept instead of the passphrase while something is open. */
export interface PassphraseKey {
  readonly kdf: Kdf
  readonly content: Buffer
  readonly check: Buffer
}

/**
 * Derives the key of a passphrase. The passphrase is brought to one Unicode form (NFKC) first, because keyboards
 * differ in how they write "é".
 */
export function deriveKey(passphrase: string, by: Kdf): Promise<PassphraseKey> {
  const { N, r, p } = by
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      Buffer.from(by.salt, 'base64'),
      64,
      { N, r, p, maxmem: 256 * N * r },
      (error, bytes) => {
        if (error) reject(error)
        else resolve({ kdf: by, content: bytes.subarray(0, 32), check: bytes.subarray(32) })
      },
    )
  })
}

/** Derives a new key with a random salt. */
export function newKey(passphrase: string, cost: number): Promise<PassphraseKey> {
  return deriveKey(passphrase, { name: 'scrypt', N: cost, r: 8, p: 1, salt: randomBytes(16).toString('base64') })
}

/**
 * Returns a text that tells a wrong passphrase from damaged data. It is made with a separate key, so it helps an
 * attacker to guess no more than the tag of a sealed part does.
 */
export const checkText = (key: PassphraseKey, label: string): string =>
  createHmac('sha256', key.check).update(label).digest('base64')

export function opensWith(key: PassphraseKey, label: string, check: string): boolean {
  const [ownCheck, givenCheck] = [Buffer.from(checkText(key, label), 'base64'), Buffer.from(check, 'base64')]
  return ownCheck.length === givenCheck.length && timingSafeEqual(ownCheck, givenCheck)
}

/** Overwrites the keys, so that they open nothing any more. */
export function wipeKey(key: PassphraseKey): void {
  key.content.fill(0)
  key.check.fill(0)
}
