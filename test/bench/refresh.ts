import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchPanel, Lap } from './refresh/messages.ts'

/**
 * Refreshing a whole fleet over TLS: Wisdeck's path against the floor of plain requests, in turns, each lap a process
 * of its own that starts cold. Ratios are of medians; figures of one run are comparable, those of two runs are not.
 */
const usage = 'npm run bench:refresh -- [--json] [--panels 10,50,200] [--laps 5]'
const { values } = parseArgs({ options: { json: { type: 'boolean' }, panels: { type: 'string', default: '10,50,200' }, laps: { type: 'string', default: '5' } } })

interface OursLap extends Lap {
  readonly firstRowsMs: number
}

const here = import.meta.dirname
const start = (file: string, args: string[] = []) => fork(join(here, 'refresh', file), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
/** The next message of a child. Rejects where it ends instead. */
const heard = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${child.spawnargs.at(1)} ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })

async function runFloor(panels: readonly BenchPanel[]): Promise<Lap> {
  const child = start('floor.ts')
  await heard(child)
  const result = heard<Lap>(child)
  child.send(panels as BenchPanel[])
  return result
}

/** Wisdeck's lap; `whenPrepared` runs after its data folder is filled and before the clock starts. */
async function runOurs(panels: readonly BenchPanel[], whenPrepared: () => Promise<void>): Promise<OursLap> {
  const child = start('ours.ts')
  await heard(child)
  const prepared = heard(child)
  child.send(panels as BenchPanel[])
  await prepared
  await whenPrepared()
  const result = heard<OursLap>(child)
  child.send('go')
  return result
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

async function measure(count: number, laps: number) {
  const fleet = start('fleet.ts', [String(count)])
  const { ready } = await heard<{ ready: BenchPanel[] }>(fleet)
  const requests = async () => {
    const answer = heard<{ requests: number[] }>(fleet)
    fleet.send('count')
    return (await answer).requests
  }
  const floor: Lap[] = []
  const ours: OursLap[] = []
  let perServer = 0
  for (let turn = 0; turn < laps; turn++) {
    floor.push(await runFloor(ready))
    let before: number[] = []
    ours.push(await runOurs(ready, async () => void (before = await requests())))
    perServer = Math.max(...(await requests()).map((sum, at) => sum - before[at]!))
  }
  fleet.send('stop')
  const of = <T>(list: readonly T[], pick: (lap: T) => number) => median(list.map(pick))
  return {
    panels: count,
    wallRatio: of(ours, (lap) => lap.wallMs) / of(floor, (lap) => lap.wallMs),
    cpuRatio: of(ours, (lap) => lap.cpuMs) / of(floor, (lap) => lap.cpuMs),
    rssMb: of(ours, (lap) => lap.rssMb),
    requestsPerServer: perServer,
    wallMs: of(ours, (lap) => lap.wallMs),
    floorWallMs: of(floor, (lap) => lap.wallMs),
    firstRowsMs: of(ours, (lap) => lap.firstRowsMs),
    floorMb: of(floor, (lap) => lap.bytes) / 1e6,
    pageMb: of(ours, (lap) => lap.bytes) / 1e6,
    floorRssMb: of(floor, (lap) => lap.rssMb),
  }
}

const counts = values.panels.split(',').map(Number)
if (counts.some((count) => !Number.isInteger(count) || count < 1 || count > 500)) throw new RangeError(usage)
const rows: Awaited<ReturnType<typeof measure>>[] = []
for (const count of counts) rows.push(await measure(count, Number(values.laps)))

const round = (number: number) => Math.round(number * 100) / 100
const rounded = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, round(value)])))
if (values.json) console.log(JSON.stringify({ rows: rounded }))
else console.table(rounded)
