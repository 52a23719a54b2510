import { expect, test } from 'vitest'
import { playCrashes } from './play.ts'

test('what is killed and goes on ends as wanted on every panel, and is told so', { timeout: 180_000 }, async () => {
  const lines: string[] = []
  const report = await playCrashes({ runs: 2, items: 60, panels: 3, seed: 5, say: (line) => void lines.push(line) })
  expect(report, lines.join('\n')).toEqual({
    runs: 2,
    items: 60,
    singles: expect.any(Number),
    lost: 0,
    doubled: 0,
    doubleToggles: 0,
    wrong: 0,
    late: 0,
    // Which answers to passwords are lost at the kill is a matter of chance.
    unknownLeft: expect.any(Number),
  })
  expect(report.singles).toBeGreaterThan(20)
  // Without a kill the test would prove nothing.
  expect(
    lines.filter((line) => line.includes(': killed at')),
    lines.join('\n'),
  ).toHaveLength(2)
})

test('the check finds a core that takes items for done that were not sent', { timeout: 180_000 }, async () => {
  const report = await playCrashes({ runs: 1, items: 60, panels: 3, seed: 5, killAt: 20, sabotage: 'boast' })
  expect(report.lost).toBeGreaterThan(0)
})
