import { describe, expect, test } from 'vitest'
import { added, compareHeap } from './measure.ts'
import { soak } from './play.ts'

test(
  'three minutes of core’s time with ten panels, some of them sick: all calls are answered, all servers recover, nothing is left',
  { timeout: 60_000 },
  async () => {
    const { report, details, failures } = await soak({ minutes: 3, panels: 10, speed: 60, seed: 7 })
    expect(failures).toEqual([])
    expect(report).toMatchObject({ minutes: 3, panels: 10, unhandled: 0, leftOver: [], settled: report.calls })
    // A soak in which nothing happened would prove nothing.
    expect(report.calls).toBeGreaterThan(150)
    expect(Number(details['faults'])).toBeGreaterThan(3)
    expect(Number(details['events'])).toBeGreaterThan(100)
  },
)

describe('what counts as flat', () => {
  test('medians of the thirds, with some slack', () => {
    expect(compareHeap([40, 41, 90, 42, 43, 44, 42, 99, 43])).toEqual({ firstMb: 41, lastMb: 43, flat: true })
    expect(compareHeap([40, 40, 40, 50, 50, 50, 55, 55, 55]).flat).toBe(false)
  })

  test('names are counted: each surplus one is listed', () => {
    expect(added(['PipeWrap', 'Timeout'], ['Timeout', 'PipeWrap', 'Timeout', 'TLSWrap'])).toEqual([
      'Timeout',
      'TLSWrap',
    ])
  })
})
