import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BulkPanel, CoreOrder, CoreResult, FleetOrder, PanelTally } from './bulk/messages.ts'
import { optimumMs, spentBefore } from './bulk/optimum.ts'
import { realTime, type TimeScale } from '../test/fixtures/scaled-time.ts'

/**
 * Adds one address to every account of a fleet, over TLS, through all of core. It runs at true speed, which takes three
 * minutes a lap. With `--factor` the clocks of core and of the panels run faster, but each second of processor time
 * then counts that many times (1.4 in place of 1.01 at six times the speed). The makespan is the time from the call
 * that starts the run until everything has been read back. It is compared with the first time at which the windows of
 * the panels can admit the last request of the slowest server. The least possible number of requests of a server is one
 * read, a change for each account, and one read to check.
 */
const usage = 'npm run bench:bulk -- [--json] [--panels 20] [--accounts 100] [--factor 1] [--seed 1] [--laps 1]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    panels: { type: 'string', default: '20' },
    accounts: { type: 'string', default: '100' },
    factor: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    laps: { type: 'string', default: '1' },
  },
})
const [panelCount, accounts, factor, seed, laps] = [
  values.panels,
  values.accounts,
  values.factor,
  values.seed,
  values.laps,
].map(Number) as [number, number, number, number, number]
if (
  ![panelCount, accounts, seed, laps].every(Number.isInteger) ||
  panelCount < 1 ||
  accounts < 1 ||
  laps < 1 ||
  !(factor > 0)
)
  throw new RangeError(usage)

const entry = '198.51.100.24/32'
const start = (file: string, order: FleetOrder | CoreOrder) =>
  fork(join(import.meta.dirname, 'bulk', file), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

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
const ask = <T>(child: ChildProcess, message: object | string): Promise<T> => {
  const answer = nextMessage<T>(child)
  child.send(message)
  return answer
}

/** Computes the figures of one lap from the request logs of the panels. Throws if a list is not as planned. */
function computeFigures(panels: readonly BulkPanel[], tallies: readonly PanelTally[], result: CoreResult) {
  const wrong = tallies.reduce((sum, { right }) => sum + accounts - right, 0)
  if (wrong > 0 || result.confirmed !== result.total)
    throw new Error(`${wrong} lists are not as planned, ${result.confirmed} of ${result.total} confirmed`)
  const { startedAtMs } = result
  const optima = panels.map(({ phaseMs }, at) =>
    optimumMs(accounts + 1, spentBefore(tallies[at]?.timesMs ?? [], startedAtMs, phaseMs), startedAtMs, phaseMs),
  )
  const makespanMs = result.endedAtMs - startedAtMs
  return {
    makespanRatio: makespanMs / Math.max(...optima),
    requestRatio: tallies.reduce((sum, { timesMs }) => sum + timesMs.length, 0) / (panels.length * (accounts + 2)),
    rejected: Math.max(...tallies.map(({ throttled }) => throttled)),
    rssMb: result.rssMb,
    makespanMs,
    optimumMs: Math.max(...optima),
    cpuMs: result.cpuMs,
  }
}

async function measureLap(lapIndex: number) {
  const scale: TimeScale = { factor, startRealMs: realTime(), startScaledMs: Date.now() }
  const fleet = start('fleet.ts', { panels: panelCount, accounts, seed: seed + lapIndex, scale })
  const panels = await nextMessage<BulkPanel[]>(fleet)
  const core = start('core.ts', { scale, panels, entry })
  await nextMessage(core)
  await ask(fleet, 'clear')
  const result = await ask<CoreResult>(core, 'go')
  const tallies = await ask<PanelTally[]>(fleet, { tally: entry })
  fleet.send('stop')
  return computeFigures(panels, tallies, result)
}

type Row = ReturnType<typeof computeFigures>
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN
const rows: Row[] = []
for (let lapIndex = 0; lapIndex < laps; lapIndex++) rows.push(await measureLap(lapIndex))
const medianOf = (name: keyof Row) => Math.round(median(rows.map((row) => row[name])) * 1000) / 1000
const worstOf = (name: keyof Row) => Math.max(...rows.map((row) => row[name]))

const summary = {
  makespanRatio: medianOf('makespanRatio'),
  requestRatio: medianOf('requestRatio'),
  rejected: worstOf('rejected'),
  rssMb: Math.round(worstOf('rssMb')),
}
if (values.json) console.log(JSON.stringify(summary))
else {
  console.table(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(value * 1000) / 1000])),
    ),
  )
  console.log(
    `${panelCount} panels with ${accounts} accounts each, ${factor} times real speed: median of ${laps} ${JSON.stringify(summary)}`,
  )
}
