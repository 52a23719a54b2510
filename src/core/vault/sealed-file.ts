import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'

/** scrypt's cost N: 2^17 with r=8, p=1 needs 128 MB and about half a second (OWASP, "Password Storage Cheat Sheet"). */
export const defaultScryptCost = 2 ** 17

const base64 = (bytes: number) => z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes)

/** What a file tells without its passphrase. All of it is bound to the content as additional authenticated data. */
const head = z.strictObject({
  format: z.literal('wisdeck-vault'),
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    // Bounds, so that a file from elsewhere cannot ask for all memory.
    N: z.number().int().min(1024).max(2 ** 20).refine((cost) => Number.isInteger(Math.log2(cost))), // prettier-ignore
    r: z.literal(8),
    p: z.literal(1),
    salt: base64(16),
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: base64(12),
  /** Tells a wrong passphrase from a torn file; made with a key of its own, it helps no guess that the tag does not. */
  check: base64(32),
})
const sealed = head.extend({ data: z.base64(), tag: base64(16), sum: z.hex().length(64) })
type Head = z.infer<typeof head>
type Kdf = Head['kdf']

/** The keys of one passphrase and salt. Held while the vault is open instead of the passphrase. */
export interface VaultKey {
  readonly kdf: Kdf
  readonly content: Buffer
  readonly check: Buffer
}

const damaged = (reason: string): AppError => new AppError('vault.damaged', `The vault file is damaged: ${reason}`, { reason })

/** A key for this passphrase, which is brought to one Unicode form first (NFKC): keyboards differ in how they write "é". */
function derive(passphrase: string, kdf: Kdf): Promise<VaultKey> {
  const { N, r, p } = kdf
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(kdf.salt, 'base64'), 64, { N, r, p, maxmem: 256 * N * r }, (error, bytes) => {
      if (error) reject(error)
      else resolve({ kdf, content: bytes.subarray(0, 32), check: bytes.subarray(32) })
    })
  })
}

/** A fresh key under a random salt. */
export function newKey(passphrase: string, cost: number): Promise<VaultKey> {
  return derive(passphrase, { name: 'scrypt', N: cost, r: 8, p: 1, salt: randomBytes(16).toString('base64') })
}

const checkOf = (key: VaultKey): Buffer => createHmac('sha256', key.check).update('wisdeck vault key check').digest()

/** JSON with the keys in one fixed order: what is hashed and authenticated must read the same on both sides. */
const headText = ({ format, version, kdf, cipher, nonce, check }: Head): string =>
  JSON.stringify([format, version, kdf.name, kdf.N, kdf.r, kdf.p, kdf.salt, cipher, nonce, check])

const sumOf = (file: Head & { readonly data: string; readonly tag: string }): string =>
  createHash('sha256').update(headText(file)).update(`\n${file.data}\n${file.tag}`).digest('hex')

/** The text of a vault file: all tokens with their profile ids, sealed with AES-256-GCM under a new random nonce. */
export function seal(tokens: ReadonlyMap<string, string>, key: VaultKey): string {
  const nonce = randomBytes(12)
  const about: Head = {
    format: 'wisdeck-vault',
    version: 1,
    kdf: key.kdf,
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    check: checkOf(key).toString('base64'),
  }
  const cipher = createCipheriv('aes-256-gcm', key.content, nonce)
  cipher.setAAD(Buffer.from(headText(about)))
  const data = Buffer.concat([cipher.update(JSON.stringify([...tokens]), 'utf8'), cipher.final()]).toString('base64')
  const file = { ...about, data, tag: cipher.getAuthTag().toString('base64') }
  return `${JSON.stringify({ ...file, sum: sumOf(file) }, null, 2)}\n`
}

/** The parts of a vault file. @throws AppError vault.damaged where any byte of it is not as it was written */
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

function openWith(file: z.infer<typeof sealed>, key: VaultKey): string {
  if (!timingSafeEqual(checkOf(key), Buffer.from(file.check, 'base64'))) {
    throw new AppError('vault.wrong-passphrase', 'The passphrase does not open the vault')
  }
  const decipher = createDecipheriv('aes-256-gcm', key.content, Buffer.from(file.nonce, 'base64'), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(headText(file)))
  decipher.setAuthTag(Buffer.from(file.tag, 'base64'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(file.data, 'base64')), decipher.final()]).toString('utf8')
  } catch {
    // The key is right, so the content is not.
    throw damaged('seal')
  }
}

const content = z.array(z.tuple([z.string(), z.string()]))

/** The tokens in a vault file, with a key already at hand. @throws AppError vault.wrong-passphrase | vault.damaged */
export function unsealWith(text: string, key: VaultKey): ReadonlyMap<string, string> {
  const plain = openWith(readSealed(text), key)
  try {
    return new Map(content.parse(JSON.parse(plain)))
  } catch {
    throw damaged('content')
  }
}

/** Opens a vault file. @throws AppError vault.wrong-passphrase | vault.damaged */
export async function unseal(text: string, passphrase: string): Promise<{ readonly key: VaultKey; readonly tokens: ReadonlyMap<string, string> }> {
  const key = await derive(passphrase, readSealed(text).kdf)
  return { key, tokens: unsealWith(text, key) }
}
