import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'

/** The loopback shell as a separate program, run from source. */
const entry = join(import.meta.dirname, 'index.ts')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const runShell = (...args: string[]) =>
  promisify(execFile)(process.execPath, [entry, `--data-dir=${folder}`, ...args], { timeout: 20_000 })

it('reads a demo fleet once and prints one line of JSON, with everything else on stderr', async () => {
  const { stdout, stderr } = await runShell(
    '--demo',
    '--once',
    '--json',
    '--panels',
    '2',
    '--accounts',
    '3',
    '--jobs',
    '1',
    '--seed',
    '5',
  )
  expect(stdout.split('\n')).toHaveLength(2)
  const summary = JSON.parse(stdout) as Record<string, number>
  expect(Object.keys(summary)).toEqual(['servers', 'reachable', 'ftpAccounts', 'cronJobs', 'firstRefreshMs'])
  expect(summary).toMatchObject({ servers: 2, reachable: 2 })
  expect(summary['ftpAccounts']).toBeGreaterThan(0)
  expect(stderr).toContain('demo fleet of 2 panels')
})

it.each([
  ['--panels', '0'],
  ['--port', '70000'],
  ['--no-such-flag', 'x'],
  ['--once', '--json'],
])('prints its usage when given %s %s', async (flag, value) => {
  await expect(runShell(flag, value)).rejects.toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--data-dir DIR') as string,
  })
})
