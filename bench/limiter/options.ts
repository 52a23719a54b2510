import { parseArgs } from 'node:util'
import { contestants, oracleName } from './contestants.ts'
import { type Work, works } from './works.ts'

export interface BenchOptions {
  readonly works: readonly Work[]
  readonly limiters: readonly string[]
  readonly json: boolean
  /** Also compares a short work at true speed. This takes 75 s, in parallel with the other works. */
  readonly trueSpeed: boolean
}

/** Reads the command line. If a name is unknown, throws an error that lists the known names. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      work: { type: 'string' },
      limiter: { type: 'string' },
      json: { type: 'boolean', default: false },
      'true-speed': { type: 'boolean' },
    },
  })
  const names = Object.keys(contestants).filter((name) => name !== oracleName)
  const limiters = chooseNames(values.limiter, names, 'limiter')
  const workNames = chooseNames(
    values.work,
    works.map((work) => work.name),
    'work',
  )
  return {
    works: works.filter((work) => workNames.includes(work.name)),
    limiters,
    json: values.json,
    trueSpeed: values['true-speed'] ?? (values.work === undefined && values.limiter === undefined),
  }
}

function chooseNames(list: string | undefined, known: readonly string[], what: string): readonly string[] {
  if (list === undefined) return known
  const names = list.split(',')
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`no ${what} called ${unknown}; there are ${known.join(', ')}`)
  return known.filter((name) => names.includes(name))
}
