import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { audit, readElectronegativity } from './audit.ts'

/** `npm run check:security`: one JSON object on stdout, the findings on stderr. Exit code 1 if there are findings. */
const { values } = parseArgs({ options: { electronegativity: { type: 'string' } } })
const extraFindings =
  values.electronegativity === undefined ? [] : readElectronegativity(readFileSync(values.electronegativity, 'utf8'))
const { findings, accepted, fuses, csp } = await audit(extraFindings)
for (const { id, what } of findings) console.error(`${id}: ${what}`)
console.log(JSON.stringify({ findings: findings.length, accepted, fuses, csp }))
process.exitCode = findings.length === 0 ? 0 : 1
