import type { FaultName } from '../../src/demo/faults.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { Random } from '../../src/demo/random.ts'

/** What may happen to single requests. Half of these do the work and lose the answer. */
const faults = [
  'dropBefore',
  'dropBefore',
  'dropAfter',
  'dropAfter',
  'dropAfter',
  'truncatedJson',
  'truncatedJson',
  'html502',
  'html502',
  'hang',
] as const satisfies readonly FaultName[]
/** Requests of one panel between two faults, at least and at most. */
const gap = { low: 8, high: 40 } as const

/** Lets the next request of a panel come to grief, now and then; `look` is to be called often. */
export function createWeather(panels: readonly DemoPanelServer[], random: Random): { look(): void } {
  const nextAt = panels.map(() => random.int(2, gap.high))
  return {
    look() {
      panels.forEach((panel, index) => {
        if (panel.counters.requests < (nextAt[index] ?? 0)) return
        nextAt[index] = panel.counters.requests + random.int(gap.low, gap.high)
        void panel.setFault(random.pick(faults), 1)
      })
    },
  }
}
