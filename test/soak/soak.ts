import { parseArgs } from 'node:util'
import { soak } from './play.ts'

/** Half an hour of core's time with a sick fleet: flat memory, every call answered, and nothing left over. */
const usage = 'npm run test:soak -- [--json] [--minutes 30] [--panels 200] [--speed 30] [--seed 1]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '30' },
    panels: { type: 'string', default: '200' },
    speed: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
})

function parseWhole(text: string, min: number, max: number): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < min || number > max) throw new RangeError(usage)
  return number
}

const options = {
  minutes: parseWhole(values.minutes, 3, 24 * 60),
  panels: parseWhole(values.panels, 1, 500),
  speed: parseWhole(values.speed, 1, 100),
  seed: parseWhole(values.seed, 0, 2 ** 31),
}
const { report, details, failures } = await soak({ ...options, say: (line) => console.error(line) })
if (values.json) {
  console.log(JSON.stringify(report))
} else {
  console.log(
    `${report.minutes} minutes with ${report.panels} panels, seed ${options.seed}, at ${options.speed} times the speed`,
  )
  console.log(
    `${report.settled} of ${report.calls} calls answered; ${report.unhandled} unhandled; left over: ${report.leftOver.join(', ') || 'nothing'}`,
  )
  console.log(`heap ${report.heapFirstMb} MB at first, ${report.heapLastMb} MB at last`)
  console.log(JSON.stringify(details))
}
for (const failure of failures) console.error(`FAILED: ${failure}`)
// Anything left over would keep the process alive, so it is ended here. Output to a pipe is written in the background,
// so the exit waits for it.
process.stdout.write('', () => process.exit(failures.length > 0 ? 1 : 0))
