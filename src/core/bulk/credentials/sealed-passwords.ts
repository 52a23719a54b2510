import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { type CredentialLine, itemStates } from '../../../shared/model/run.ts'
import { decrypt, encrypt, sealedPart } from '../../seal/cipher.ts'
import { checkText, deriveKey, kdf, opensWith, type PassphraseKey } from '../../seal/passphrase-key.ts'

const checkLabel = 'wisdeck handout key check'

/** The content of one seal. */
const secret = z.object({ server: z.string(), url: z.string(), subject: z.string(), password: z.string() })
export type Secret = z.infer<typeof secret>

/** How the key is derived from a run's passphrase, and a text that shows whether a passphrase is the right one. */
const lock = z.object({ kdf, check: z.string() })
export type Lock = z.infer<typeof lock>

const line = z.object({ place: z.number().int(), username: z.string(), state: z.enum(itemStates), sealed: sealedPart })
const file = z.object({
  format: z.literal('wisdeck-handout'),
  version: z.literal(1),
  run: z.string(),
  ...lock.shape,
  lines: z.array(line),
  sum: z.hex().length(64),
})
export type SealedLine = z.infer<typeof line>

const damaged = (reason: string) =>
  new AppError('handout.damaged', `The credentials file is damaged: ${reason}`, { reason })

export const lockOf = (key: PassphraseKey): Lock => ({ kdf: key.kdf, check: checkText(key, checkLabel) })

/** Returns the key that opens this lock. @throws AppError handout.wrong-passphrase | handout.damaged */
export async function unlock(storedLock: unknown, passphrase: string): Promise<PassphraseKey> {
  const parsed = lock.safeParse(storedLock)
  if (!parsed.success) throw damaged('lock')
  const key = await deriveKey(passphrase, parsed.data.kdf)
  if (!opensWith(key, checkLabel, parsed.data.check))
    throw new AppError('handout.wrong-passphrase', 'The passphrase does not open these passwords')
  return key
}

/**
 * Returns a function for `encrypt`. It makes the text that binds a seal to its run and index, so that no seal can be
 * used in place of another.
 */
const boundTo = (runId: string, index: number) => () => `wisdeck handout ${runId} ${index}`

export const sealSecret = (key: PassphraseKey, runId: string, index: number, what: Secret): string =>
  JSON.stringify(encrypt(key.content, JSON.stringify(what), boundTo(runId, index)))

/** @throws AppError handout.damaged */
export function readSeal(text: string): SealedLine['sealed'] {
  try {
    return sealedPart.parse(JSON.parse(text))
  } catch {
    throw damaged('seal')
  }
}

/** @throws AppError handout.damaged */
export function openSecret(key: PassphraseKey, runId: string, index: number, sealed: SealedLine['sealed']): Secret {
  const plain = decrypt(key.content, sealed, boundTo(runId, index)())
  if (plain === null) throw damaged('seal')
  return secret.parse(JSON.parse(plain))
}

/**
 * Whether an account has the name that its password was sealed for. A new account is sealed under its short name: the
 * panel puts an owner in front and may write the name in lower case.
 */
function isNameOf(username: string, sealedFor: string): boolean {
  const [is, was] = [username.toLowerCase(), sealedFor.toLowerCase()]
  return is === was || is.endsWith(`_${was}`)
}

/**
 * Opens one line. Its username is in clear, so it may have been altered. If it does not match the name in the seal,
 * `sealedFor` holds the name in the seal.
 * @throws AppError handout.damaged
 */
export function openLine(
  key: PassphraseKey,
  runId: string,
  { place: index, username, state, sealed }: SealedLine,
): CredentialLine {
  const { server, url, subject, password } = openSecret(key, runId, index, sealed)
  return { server, url, username, password, state, sealedFor: isNameOf(username, subject) ? null : subject }
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const summed = ({ format, version, run, kdf: by, check, lines }: Omit<z.infer<typeof file>, 'sum'>) =>
  JSON.stringify([format, version, run, by, check, lines])

/**
 * Returns the text of a credentials sheet file. Usernames and states are in clear; servers and passwords are sealed.
 * No key is needed to write it.
 */
export function writeFile(run: string, runLock: Lock, lines: readonly SealedLine[]): string {
  const content: Omit<z.infer<typeof file>, 'sum'> = {
    format: 'wisdeck-handout',
    version: 1,
    run,
    ...runLock,
    lines: [...lines],
  }
  return `${JSON.stringify({ ...content, sum: sumOf(summed(content)) }, null, 1)}\n`
}

/** Returns all lines of a credentials sheet file. @throws AppError handout.damaged | handout.wrong-passphrase */
export async function openFile(text: string, passphrase: string): Promise<readonly CredentialLine[]> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('not JSON')
  }
  const parsed = file.safeParse(value)
  if (!parsed.success) throw damaged('wrong shape')
  const { run, lines, sum } = parsed.data
  if (sum !== sumOf(summed(parsed.data))) throw damaged('checksum')
  const key = await unlock(parsed.data, passphrase)
  return lines.map((one) => openLine(key, run, one))
}
