import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { decrypt, encrypt, sealedPart } from '../seal/cipher.ts'
import { base64Of, checkText, deriveKey, kdf, opensWith, type PassphraseKey } from '../seal/passphrase-key.ts'

/** The part of a file that needs no passphrase. It is bound to the content as additional authenticated data. */
const head = z.strictObject({
  format: z.literal('wisdeck-vault'),
  version: z.literal(1),
  kdf,
  cipher: z.literal('aes-256-gcm'),
  nonce: base64Of(12),
  check: base64Of(32),
})
const sealed = head.extend({ ...sealedPart.shape, sum: z.hex().length(64) })
type Head = z.infer<typeof head>

const checkLabel = 'wisdeck vault key check'

const damaged = (reason: string): AppError =>
  new AppError('vault.damaged', `The vault file is damaged: ${reason}`, { reason })

/** Returns JSON with the keys in a fixed order: what is hashed and authenticated must be identical on both sides. */
const headText = ({ format, version, kdf: by, cipher, nonce, check }: Head): string =>
  JSON.stringify([format, version, by.name, by.N, by.r, by.p, by.salt, cipher, nonce, check])

const sumOf = (file: Head & { readonly data: string; readonly tag: string }): string =>
  createHash('sha256').update(headText(file)).update(`\n${file.data}\n${file.tag}`).digest('hex')

/** Returns the text of a vault file: all tokens with profile ids, sealed with AES-256-GCM under a new random nonce. */
export function seal(tokens: ReadonlyMap<string, string>, key: PassphraseKey): string {
  const about = (nonce: string): Head => ({
    format: 'wisdeck-vault',
    version: 1,
    kdf: key.kdf,
    cipher: 'aes-256-gcm',
    nonce,
    check: checkText(key, checkLabel),
  })
  const { nonce, data, tag } = encrypt(key.content, JSON.stringify([...tokens]), (sealNonce) =>
    headText(about(sealNonce)),
  )
  const file = { ...about(nonce), data, tag }
  return `${JSON.stringify({ ...file, sum: sumOf(file) }, null, 2)}\n`
}

/** Parses a vault file. @throws AppError vault.damaged if any value in it differs from what was written */
function readSealed(text: string): z.infer<typeof sealed> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('not JSON')
  }
  const file = sealed.safeParse(value)
  if (!file.success) throw damaged('wrong shape')
  if (file.data.sum !== sumOf(file.data)) throw damaged('checksum')
  return file.data
}

function openWith(file: z.infer<typeof sealed>, key: PassphraseKey): string {
  if (!opensWith(key, checkLabel, file.check))
    throw new AppError('vault.wrong-passphrase', 'The passphrase does not open the vault')
  const plain = decrypt(key.content, file, headText(file))
  // The key is right, so the content must be damaged.
  if (plain === null) throw damaged('seal')
  return plain
}

const content = z.array(z.tuple([z.string(), z.string()]))

/**
 * Returns the tokens in a vault file, with a key that is already derived.
 * @throws AppError vault.wrong-passphrase | vault.damaged
 */
export function unsealWith(text: string, key: PassphraseKey): ReadonlyMap<string, string> {
  const plain = openWith(readSealed(text), key)
  try {
    return new Map(content.parse(JSON.parse(plain)))
  } catch {
    throw damaged('content')
  }
}

/** Opens a vault file. @throws AppError vault.wrong-passphrase | vault.damaged */
export async function unseal(
  text: string,
  passphrase: string,
): Promise<{ readonly key: PassphraseKey; readonly tokens: ReadonlyMap<string, string> }> {
  const key = await deriveKey(passphrase, readSealed(text).kdf)
  return { key, tokens: unsealWith(text, key) }
}
