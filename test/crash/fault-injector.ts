import type { FaultName } from '../../src/demo/faults.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { Random } from '../../src/demo/random.ts'

/** Faults that can hit single requests. Half of them carry out the request and lose the answer. */
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
/** The smallest and the largest number of requests of one panel between two faults. */
const gap = { low: 8, high: 40 } as const

/** Sets a fault for the next request of a panel now and then. The caller must call `step` often. */
export function createFaultInjector(panels: readonly DemoPanelServer[], random: Random): { step(): void } {
  const nextAt = panels.map(() => random.int(2, gap.high))
  return {
    step() {
      panels.forEach((panel, index) => {
        if (panel.counters.requests < (nextAt[index] ?? 0)) return
        nextAt[index] = panel.counters.requests + random.int(gap.low, gap.high)
        void panel.setFault(random.pick(faults), 1)
      })
    },
  }
}
