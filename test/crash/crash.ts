import { parseArgs } from 'node:util'
import { playCrashes } from './play.ts'

/** Kills runs at random points, starts them again and lets them finish. Then it compares the panels with the plans. */
const usage = 'npm run test:crash -- [--json] [--runs 50] [--items 1000] [--panels 10] [--seed 1]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '50' },
    items: { type: 'string', default: '1000' },
    panels: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    /** The name of a way to break core on purpose, to prove that the check finds it: `boast`. */
    sabotage: { type: 'string' },
  },
})

function parseWhole(text: string, min: number, max: number): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < min || number > max) throw new RangeError(usage)
  return number
}
const sabotage = values.sabotage
if (sabotage !== undefined && sabotage !== 'boast') throw new RangeError(usage)

const report = await playCrashes({
  runs: parseWhole(values.runs, 1, 1000),
  items: parseWhole(values.items, 1, 20_000),
  panels: parseWhole(values.panels, 1, 100),
  seed: parseWhole(values.seed, 0, 2 ** 31),
  ...(sabotage ? { sabotage } : {}),
  say: (line) => console.error(line),
})
const { runs, items, singles, lost, doubled, doubleToggles, wrong, late, unknownLeft } = report
if (values.json)
  console.log(JSON.stringify({ runs, items, singles, lost, doubled, doubleToggles, wrong, late, unknownLeft }))
else
  console.log(
    `${runs} runs of ${items} items and ${singles} single changes: ${lost} lost, ${doubled} doubled, ${doubleToggles} flipped twice, ${wrong} wrong, ${late} told too late, ${unknownLeft} passwords unknown`,
  )
const bad = lost + doubled + doubleToggles + wrong + late
process.stdout.write('', () => process.exit(bad > 0 ? 1 : 0))
