import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'

/**
 * Writes `{"url","key"}` beside the target and renames the file, so that a waiting reader sees all of it or nothing.
 * Only this user may read it. Rejects with Node's own error if the folder cannot be written.
 */
export async function writeReadyFile(
  path: string,
  door: { readonly url: string; readonly key: string },
): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(draft, `${JSON.stringify({ url: door.url, key: door.key })}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (thrown) {
    await rm(draft, { force: true })
    throw thrown
  }
}
