import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** Paths of the files that the build makes for the desktop shell. */
export const built = {
  root,
  main: join(root, 'out/main/index.js'),
  preload: join(root, 'out/preload/index.cjs'),
  page: join(root, 'out/renderer/index.html'),
} as const

/** Boots the built shell on the stand-in, in a process of its own, and resolves with what the play reports. */
export async function runPlay<Report>(play: string, dataDir: string, ...flags: string[]): Promise<Report> {
  if (!existsSync(built.main)) throw new Error('Nothing is built: run `npm run build` first')
  const here = import.meta.dirname
  const args = ['--import', join(here, 'register.ts'), join(here, play), built.main, `--data-dir=${dataDir}`, ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 90_000, maxBuffer: 32 * 1024 * 1024 })
  return JSON.parse(stdout) as Report
}
