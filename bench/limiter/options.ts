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
  const limiters = chosen(values.limiter, names, 'limiter')
  const picked = chosen(
    values.work,
    works.map((work) => work.name),
    'work',
  )
  return {
    works: works.filter((work) => picked.includes(work.name)),
    limiters,
    json: values.json,
    trueSpeed: values['true-speed'] ?? (values.work === undefined && values.limiter === undefined),
  }
}

function chosen(list: string | undefined, known: readonly string[], what: string): readonly string[] {
  if (list === undefined) return known
  const names = list.split(',')
  const odd = names.find((name) => !known.includes(name))
  if (odd !== undefined) throw new Error(`no ${what} called ${odd}; there are ${known.join(', ')}`)
  return known.filter((name) => names.includes(name))
}
