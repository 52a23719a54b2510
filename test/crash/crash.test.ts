import { expect, test } from 'vitest'
import { playCrashes } from './play.ts'

test('two runs that are killed and resumed end as planned on every panel', { timeout: 180_000 }, async () => {
  const lines: string[] = []
  const report = await playCrashes({ runs: 2, items: 60, panels: 3, seed: 5, say: (line) => void lines.push(line) })
  expect(report, lines.join('\n')).toEqual({
    runs: 2,
    items: 60,
    lost: 0,
    doubled: 0,
    doubleToggles: 0,
    wrong: 0,
    unknownLeft: 0,
  })
  // Without a kill the test would prove nothing.
  expect(lines.join('\n')).toContain('killed at request')
})

test('the check finds a core that takes items for done that were not sent', { timeout: 180_000 }, async () => {
  const report = await playCrashes({ runs: 1, items: 60, panels: 3, seed: 5, killAt: 40, sabotage: 'boast' })
  expect(report.lost).toBeGreaterThan(0)
})
