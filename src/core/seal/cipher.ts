import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { base64Of } from './passphrase-key.ts'

/** Sealed text, all parts in base64. */
export const sealedPart = z.object({ nonce: base64Of(12), data: z.base64(), tag: base64Of(16) })
type SealedPart = z.infer<typeof sealedPart>

/**
 * Seals text or bytes with AES-256-GCM under a new random nonce. `bound` takes the nonce and returns the additional
 * authenticated data: text that can be read but not changed.
 */
export function encrypt(contentKey: Buffer, plain: string | Buffer, bound: (nonce: string) => string): SealedPart {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', contentKey, nonce)
  cipher.setAAD(Buffer.from(bound(nonce.toString('base64'))))
  const data = Buffer.concat([
    cipher.update(typeof plain === 'string' ? Buffer.from(plain) : plain),
    cipher.final(),
  ]).toString('base64')
  return { nonce: nonce.toString('base64'), data, tag: cipher.getAuthTag().toString('base64') }
}

/** Returns the text, or null if the key, the sealed part or the bound text does not match. */
export function decrypt(contentKey: Buffer, sealed: SealedPart, bound: string): string | null {
  return decryptBytes(contentKey, sealed, bound)?.toString('utf8') ?? null
}

/** Does the same as `decrypt` for content that was sealed as bytes. */
export function decryptBytes(contentKey: Buffer, sealed: SealedPart, bound: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(sealed.nonce, 'base64'), {
    authTagLength: 16,
  })
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()])
  } catch {
    return null
  }
}
