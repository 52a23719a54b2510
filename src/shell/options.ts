import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { DemoFleetOptions } from '../core/ports.ts'

/** The command-line options of both shells. */
export interface ShellOptions {
  readonly dataDir: string
  readonly demo: boolean
  readonly fleet: DemoFleetOptions
}

/** The command-line flags of both shells, in the shape of node:util parseArgs. */
export const shellFlags = {
  'data-dir': { type: 'string' },
  demo: { type: 'boolean' },
  panels: { type: 'string' },
  accounts: { type: 'string' },
  jobs: { type: 'string' },
  seed: { type: 'string' },
} as const

type RawValues = Readonly<Record<string, string | boolean | undefined | (string | boolean)[]>>

/**
 * Returns the whole number of a flag, or `fallback` if the flag is absent. Throws RangeError with the name of the flag
 * if its text is not a whole number from `low` to `high`.
 */
export function wholeNumber(values: RawValues, flag: string, fallback: number, low: number, high: number): number {
  const text = values[flag]
  if (text === undefined) return fallback
  const number = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= low && number <= high)) throw new RangeError(`--${flag} takes a whole number from ${low} to ${high}`)
  return number
}

/**
 * Returns the folder of this user's data for a start without --data-dir: the one that each system sets aside for it
 * (XDG base directories, Apple's Application Support, Windows' roaming AppData).
 */
export function defaultDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string = homedir()): string {
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Wisdeck')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Wisdeck')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'wisdeck')
}

/** Reads the shared flags from parsed values. Throws RangeError as `wholeNumber` does. */
export function readShellOptions(values: RawValues, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): ShellOptions {
  const dir = values['data-dir']
  return {
    dataDir: typeof dir === 'string' && dir !== '' ? resolve(dir) : defaultDataDir(platform, env),
    demo: values['demo'] === true,
    fleet: {
      panels: wholeNumber(values, 'panels', 12, 1, 500),
      accounts: wholeNumber(values, 'accounts', 24, 0, 5000),
      jobs: wholeNumber(values, 'jobs', 10, 0, 5000),
      seed: wholeNumber(values, 'seed', 1, 0, 2 ** 31 - 1),
    },
  }
}
