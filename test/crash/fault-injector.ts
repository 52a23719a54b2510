import type { Treatment } from '../../src/demo/faults.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { Random } from '../../src/demo/random.ts'

/** The smallest and the largest number of requests of one panel between two faults. */
const gap = { low: 8, high: 40 } as const
/** How many faults may wait for a request of their method on one panel. */
const mostWaiting = 4
/** How late a panel may do the work of a request, in ms of its clock. */
export const mostLateMs = 30 * 60_000

const methods = ['POST', 'POST', 'PUT', 'DELETE', 'GET', undefined] as const
/** Replies from which a client cannot tell whether the work is done. */
const lostReplies = ['hang', 'drop', 'drop', 'html', 502, 503, 504] as const

/** Draws what becomes of a request: a third is done late, another third is never done. */
function drawTreatment(random: Random): Treatment {
  const work = random.pick(['done', 'done', 'undone', 'undone', 'late', 'late'] as const)
  if (work === 'late') {
    // Some are only a little late, so that their answers come around the end of the client's patience.
    const afterMs = random.chance(0.3) ? random.int(100, 90_000) : random.int(100, mostLateMs)
    return { work: { afterMs }, reply: random.chance(0.2) ? 'own' : random.pick(lostReplies) }
  }
  // The panel's own error means that it has ended the request. Its own answer, or half of it, means that it is done.
  if (work === 'undone') return { work, reply: random.chance(0.2) ? 500 : random.pick(lostReplies) }
  return { work, reply: random.pick([...lostReplies, 'truncated', 'truncated', 'empty', 500] as const) }
}

/** Sets a fault for a coming request of a panel now and then. The caller must call `step` often. */
export function createFaultInjector(
  panels: readonly DemoPanelServer[],
  random: Random,
): {
  step(): void
  /** Whether a panel has had a fault. */
  hadFault(panel: number): boolean
} {
  const nextAt = panels.map(() => random.int(2, gap.high))
  const faulty = new Set<number>()
  return {
    step() {
      panels.forEach((panel, index) => {
        if (panel.counters.requests < (nextAt[index] ?? 0)) return
        nextAt[index] = panel.counters.requests + random.int(gap.low, gap.high)
        const waiting = [panel.faults.treatment ?? []].flat()
        if (waiting.length >= mostWaiting) return
        const method = random.pick(methods)
        const fault = { ...drawTreatment(random), count: 1, ...(method ? { method } : {}) }
        faulty.add(index)
        void panel.setFault('treatment', [...waiting, fault])
      })
    },
    hadFault: (panel) => faulty.has(panel),
  }
}
