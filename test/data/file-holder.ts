import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Another program that locks the data file until its standard input ends. */
const program = `
  const { DatabaseSync } = require('node:sqlite')
  const db = new DatabaseSync(process.argv[1], { timeout: 5000 })
  db.exec('BEGIN EXCLUSIVE')
  process.stdout.write('locked')
  process.stdin.on('end', () => process.exit(0)).resume()
`

/**
 * Lets another process hold the data file of a folder. Returns the function that makes it let go. Rejects if the
 * process does not get the file within 5 s.
 */
export async function holdFile(dataDir: string): Promise<() => Promise<void>> {
  const args = ['--disable-warning=ExperimentalWarning', '-e', program, join(dataDir, 'wisdeck.db')]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [first] = (await Promise.race([once(child.stdout, 'data'), ended])) as [unknown]
  if (!Buffer.isBuffer(first)) throw new Error('The file could not be held')
  return async () => {
    child.stdin.end()
    await ended
  }
}
