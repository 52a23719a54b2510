import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { type ExportPart, exportParts } from '../../shared/model/data.ts'
import { decryptBytes, encrypt, sealedPart } from '../seal/cipher.ts'
import { base64Of, checkText, deriveKey, kdf, newKey, opensWith, wipeKey } from '../seal/passphrase-key.ts'
import type { Contents } from '../storage/contents.ts'

/** The part of an export that needs no passphrase. It is bound to the content as additional authenticated data. */
const head = z.strictObject({
  format: z.literal('wisdeck-export'),
  version: z.literal(1),
  /** The version of Wisdeck that made the export, and the schema of its rows. */
  madeBy: z.string().max(100),
  schema: z.number().int().min(1),
  madeAtMs: z.number(),
  kdf,
  cipher: z.literal('aes-256-gcm'),
  check: base64Of(32),
  nonce: base64Of(12),
})
type Head = z.infer<typeof head>
const file = head.extend({ ...sealedPart.shape, sum: z.hex().length(64) })
type File = z.infer<typeof file>

/** The fields that every version of the format has. `sum` covers all fields but itself, as JSON in the file's order. */
const anyVersion = z.looseObject({
  format: z.literal('wisdeck-export'),
  version: z.number().int(),
  madeBy: z.string().max(100),
  sum: z.string(),
})

const cell = z.union([z.string(), z.number(), z.null()])
const content = z.object({
  parts: z.array(z.enum(exportParts)),
  tables: z.record(z.string(), z.array(z.record(z.string(), cell))),
  tokens: z.array(z.tuple([z.string(), z.string().min(1).max(4096)])),
})

/** The content of an export: rows, and tokens by server id. `parts` tells an empty part from one that was left out. */
interface ExportContent {
  readonly parts: ReadonlySet<ExportPart>
  readonly contents: Contents
  readonly tokens: ReadonlyMap<string, string>
}

interface Opened extends ExportContent {
  readonly madeBy: string
  readonly madeAtMs: number
}

const checkLabel = 'wisdeck export key check'
/** The largest size of an unpacked export. The bound keeps a file from elsewhere from asking for all memory. */
const maxContentBytes = 512 * 1024 * 1024
const pack = promisify(gzip)
const unpack = promisify(gunzip)

const damaged = (reason: string) => new AppError('export.damaged', `Not a whole export: ${reason}`, { reason })

/** Returns JSON with the keys in a fixed order: what is authenticated must be identical on both sides. */
const headText = ({ format, version, madeBy, schema, madeAtMs, kdf: by, cipher, check, nonce }: Head): string =>
  JSON.stringify([format, version, madeBy, schema, madeAtMs, by.name, by.N, by.r, by.p, by.salt, cipher, check, nonce])

const sumOf = (fields: Readonly<Record<string, unknown>>): string =>
  createHash('sha256').update(JSON.stringify(fields)).digest('hex')

/** Returns the text of an export: compressed, then sealed with AES-256-GCM under a new key. */
export async function sealExport(
  { parts, contents, tokens }: ExportContent,
  made: { readonly by: string; readonly atMs: number },
  passphrase: string,
  cost: number,
): Promise<string> {
  const packed = await pack(JSON.stringify({ parts: [...parts], tables: contents.tables, tokens: [...tokens] }))
  const key = await newKey(passphrase, cost)
  try {
    const about = (nonce: string): Head => ({
      format: 'wisdeck-export',
      version: 1,
      madeBy: made.by,
      schema: contents.schema,
      madeAtMs: made.atMs,
      kdf: key.kdf,
      cipher: 'aes-256-gcm',
      check: checkText(key, checkLabel),
      nonce,
    })
    const { nonce, data, tag } = encrypt(key.content, packed, (sealNonce) => headText(about(sealNonce)))
    const fields = { ...about(nonce), data, tag }
    return `${JSON.stringify({ ...fields, sum: sumOf(fields) }, null, 1)}\n`
  } finally {
    wipeKey(key)
  }
}

/** Parses an export. @throws AppError export.damaged if any value in it differs from what was written | export.newer */
function readFile(text: string): File {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('not JSON')
  }
  const versioned = anyVersion.safeParse(value)
  if (!versioned.success) throw damaged('wrong shape')
  const { sum, ...fields } = value as z.infer<typeof anyVersion>
  if (sum !== sumOf(fields)) throw damaged('checksum')
  if (versioned.data.version > 1)
    throw new AppError('export.newer', 'A newer Wisdeck has made this export', { madeBy: versioned.data.madeBy })
  const parsed = file.safeParse(value)
  if (!parsed.success) throw damaged('wrong shape')
  return parsed.data
}

/**
 * Opens an export. If it throws, nothing of the export has been used.
 * @throws AppError export.damaged | export.newer | export.wrong-passphrase
 */
export async function openExport(text: string, passphrase: string, knownSchema: number): Promise<Opened> {
  const read = readFile(text)
  const { madeBy, madeAtMs, schema } = read
  if (schema > knownSchema) throw new AppError('export.newer', 'A newer Wisdeck has made this export', { madeBy })
  const key = await deriveKey(passphrase, read.kdf)
  try {
    if (!opensWith(key, checkLabel, read.check))
      throw new AppError('export.wrong-passphrase', 'The passphrase does not open this export')
    const packed = decryptBytes(key.content, read, headText(read))
    // The key is right, so the content must be damaged.
    if (packed === null) throw damaged('seal')
    const { parts, tables, tokens } = await unpacked(packed)
    return { madeBy, madeAtMs, parts: new Set(parts), contents: { schema, tables }, tokens: new Map(tokens) }
  } finally {
    wipeKey(key)
  }
}

async function unpacked(packed: Buffer): Promise<z.infer<typeof content>> {
  try {
    return content.parse(JSON.parse((await unpack(packed, { maxOutputLength: maxContentBytes })).toString('utf8')))
  } catch {
    throw damaged('content')
  }
}
