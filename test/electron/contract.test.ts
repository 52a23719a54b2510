import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { methods } from '../../src/shared/contract.ts'
import { runPlay } from './run-play.ts'

/** Calls each method of the contract through the built host. */
let folder: string
let results: Readonly<Record<string, unknown>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-host-'))
  const flags = ['--demo', '--panels=2', '--accounts=6', '--jobs=4']
  results = (await runPlay<{ results: typeof results }>('play-contract.ts', folder, ...flags)).results
}, 100_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The run may end before these calls reach it, as the panels are fast: the answer is then `run.wrong-state`. */
const mayComeLate = ['bulk.pause', 'bulk.resume', 'bulk.cancel']

it.each(Object.keys(methods))('%s is answered to the app’s own page, and to no other caller', (name) => {
  expect(results[name]).toEqual({
    trusted: mayComeLate.includes(name) ? expect.stringMatching(/^(ok|run\.wrong-state)$/) : 'ok',
    fitsContract: mayComeLate.includes(name) ? expect.any(Boolean) : true,
    childFrame: 'Error: Call refused: not the main frame',
    wrongOrigin: 'Error: Call refused: foreign origin',
    malformed: 'input.invalid',
  })
})
