import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'

/**
 * Writes `{"url","key"}` beside the target and renames the file, so that a waiting reader sees all of it or nothing.
 * Only this user may read it. Rejects with Node's own error if the folder cannot be written.
 */
export async function writeReadyFile(
  path: string,
  server: { readonly url: string; readonly key: string },
): Promise<void> {
  const temporaryPath = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(temporaryPath, `${JSON.stringify({ url: server.url, key: server.key })}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
    await rename(temporaryPath, path)
  } catch (thrown) {
    await rm(temporaryPath, { force: true })
    throw thrown
  }
}
