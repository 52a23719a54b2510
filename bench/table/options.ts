import { parseArgs } from 'node:util'
import { type GridName, gridNames } from './build.ts'
import { rowsPerServer } from './pages/rows.ts'

export interface BenchOptions {
  readonly grids: readonly GridName[]
  readonly rows: readonly number[]
  readonly laps: number
  readonly json: boolean
}

/** Reads the command line. If a value is invalid, throws an error that says what is allowed. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '10000,100000' },
      laps: { type: 'string', default: '3' },
      grid: { type: 'string', default: gridNames.join(',') },
      json: { type: 'boolean', default: false },
    },
  })
  const rows = values.rows.split(',').map(Number)
  const badCount = rows.find((count) => !(count > 0 && Number.isInteger(count / rowsPerServer)))
  if (badCount !== undefined)
    throw new Error(`--rows: ${badCount} is no multiple of ${rowsPerServer}, the rows of one server`)
  const laps = Number(values.laps)
  if (!(Number.isInteger(laps) && laps > 0)) throw new Error(`--laps: ${values.laps} is no whole number above 0`)
  const names = values.grid.split(',')
  const unknown = names.find((name) => !gridNames.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`no grid called ${unknown}; there are ${gridNames.join(', ')}`)
  return { grids: gridNames.filter((name) => names.includes(name)), rows, laps, json: values.json }
}
