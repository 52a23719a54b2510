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

/** Lets another process hold the data file of a folder. Returns the function that makes it let go. */
export async function holdFile(dataDir: string): Promise<() => Promise<void>> {
  const args = ['--disable-warning=ExperimentalWarning', '-e', program, join(dataDir, 'wisdeck.db')]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.end()
    await once(child, 'exit')
  }
}
