import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchPanel, Lap, PageAccess, PageLap } from './refresh/messages.ts'

/**
 * Refreshes a whole fleet over TLS: Wisdeck's path against the floor of plain requests, by turns, each lap in its own
 * processes. Both have refreshed once before. Then both start with new sockets, pin certificates and read the same
 * bytes. The floor asks for both lists at once, as Promise.all does. `thrifty` is the same floor with one list after
 * the other over one connection, as Wisdeck reads fleets of more than 24. Panels and page are separate processes: their
 * work is not counted, but they share the machine. Ratios are of medians, to the floor that asks at once. Figures of
 * one run are comparable, those of two runs are not.
 */
const usage = 'npm run bench:refresh -- [--json] [--panels 10,50,200] [--laps 5]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    panels: { type: 'string', default: '10,50,200' },
    laps: { type: 'string', default: '5' },
  },
})

type OursLap = Omit<PageLap, 'bytes'> & Lap

const here = import.meta.dirname
const start = (file: string, args: string[] = []) =>
  fork(join(here, 'refresh', file), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
/** Returns the next message of a child. Rejects if the child ends first. */
const nextMessage = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${child.spawnargs.at(1)} ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })
/** Sends a message to a child and waits for its answer. */
const ask = <T>(child: ChildProcess, message: string | object) => {
  const answer = nextMessage<T>(child)
  child.send(message)
  return answer
}

async function runFloor(panels: readonly BenchPanel[], mode: 'at-once' | 'one-by-one'): Promise<Lap> {
  const child = start('floor.ts', [mode])
  await nextMessage(child)
  return ask<Lap>(child, panels)
}

/** Runs Wisdeck's lap. `whenPrepared` runs after its data folder is filled and before the clock starts. */
async function runOurs(panels: readonly BenchPanel[], whenPrepared: () => Promise<void>): Promise<OursLap> {
  const core = start('ours.ts')
  await nextMessage(core)
  const pageAccess = await ask<PageAccess>(core, panels)
  const page = start('page.ts')
  await ask(page, pageAccess)
  await whenPrepared()
  await ask(core, 'go')
  const pageLap = await ask<PageLap>(page, 'go')
  return { ...pageLap, ...(await ask<Pick<Lap, 'cpuMs' | 'rssMb'>>(core, 'go')) }
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

async function measure(count: number, laps: number) {
  const fleet = start('fleet.ts', [String(count)])
  const { ready, startMs } = await nextMessage<{ ready: BenchPanel[]; startMs: number }>(fleet)
  const requests = async () => (await ask<{ requests: number[] }>(fleet, 'count')).requests
  const floor: Lap[] = []
  const thrifty: Lap[] = []
  const ours: OursLap[] = []
  let perServer = 0
  for (let lapIndex = 0; lapIndex < laps; lapIndex++) {
    floor.push(await runFloor(ready, 'at-once'))
    thrifty.push(await runFloor(ready, 'one-by-one'))
    let before: number[] = []
    ours.push(await runOurs(ready, async () => void (before = await requests())))
    perServer = Math.max(...(await requests()).map((sum, index) => sum - before[index]!))
  }
  fleet.send('stop')
  const medianOf = <T>(list: readonly T[], pick: (lap: T) => number) => median(list.map(pick))
  return {
    panels: count,
    wallRatio: medianOf(ours, (lap) => lap.wallMs) / medianOf(floor, (lap) => lap.wallMs),
    cpuRatio: medianOf(ours, (lap) => lap.cpuMs) / medianOf(floor, (lap) => lap.cpuMs),
    rssMb: medianOf(ours, (lap) => lap.rssMb),
    requestsPerServer: perServer,
    wallMs: medianOf(ours, (lap) => lap.wallMs),
    floorWallMs: medianOf(floor, (lap) => lap.wallMs),
    firstRowsMs: medianOf(ours, (lap) => lap.firstRowsMs),
    lastRowsMs: medianOf(ours, (lap) => lap.lastRowsMs),
    floorMb: medianOf(floor, (lap) => lap.bytes) / 1e6,
    pageMb: medianOf(ours, (lap) => lap.bytes) / 1e6,
    thriftyFloorWallMs: medianOf(thrifty, (lap) => lap.wallMs),
    thriftyFloorCpuMs: medianOf(thrifty, (lap) => lap.cpuMs),
    cpuMs: medianOf(ours, (lap) => lap.cpuMs),
    floorCpuMs: medianOf(floor, (lap) => lap.cpuMs),
    floorRssMb: medianOf(floor, (lap) => lap.rssMb),
    fleetStartMs: startMs,
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
