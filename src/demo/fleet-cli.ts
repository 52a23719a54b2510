import { rename, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { countedKinds } from './kinds/index.ts'
import { createDemoFleet, type DemoFleetOptions } from './fleet.ts'

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^-?\d{1,9}$/.test(text) || (name !== 'seed' && text.startsWith('-')))
    throw new RangeError(`--${name} needs a whole number, not ${text}`)
  return Number(text)
}

/**
 * Reads `--panels --seed --exact --host --ready-file` and the count of each kind (`--accounts`, `--jobs`, …). Throws if
 * an option is unknown or its value is not a number where one is needed.
 */
export function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const
  const counts = countedKinds.map(({ field }) => field)
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...(Object.fromEntries(counts.map((name) => [name, text])) as Record<(typeof counts)[number], typeof text>),
      panels: text,
      seed: text,
      exact: { type: 'boolean' },
      host: text,
      'ready-file': text,
    },
  })
  const numbers = (['panels', 'seed', ...counts] as const).flatMap((name) => {
    const value = wholeNumber(name, values[name])
    return value === undefined ? [] : [[name, value] as const]
  })
  const options: DemoFleetOptions = {
    ...Object.fromEntries(numbers),
    exact: values.exact ?? false,
    ...(values.host === undefined ? {} : { host: values.host }),
  }
  return { options, readyFile: values['ready-file'] ?? null }
}

/** Writes the file in one step, readable by its owner only, so that no reader sees half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text, { mode: 0o600 })
  await rename(`${file}.part`, file)
}

/**
 * Runs a fleet from a command line until SIGTERM or SIGINT. Writes the description to the ready file or to stdout, and
 * resolves then.
 */
export async function runFleetCli(args: readonly string[]): Promise<void> {
  const { options, readyFile } = readArguments(args)
  const fleet = await createDemoFleet(options)
  const stop = () => void fleet.close()
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const description = JSON.stringify(fleet.describe(), null, 2)
  if (readyFile === null) console.log(description)
  else {
    await writeWhole(readyFile, `${description}\n`)
    console.log(`${fleet.panels.length} stand-in panels are up, described in ${readyFile}`)
  }
}
