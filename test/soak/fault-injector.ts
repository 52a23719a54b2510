import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import type { Random } from '../../src/demo/random.ts'

/** Makes panels sick and well again. */
export interface FaultInjector {
  /** Ends the faults whose time is over, and starts new ones at random. */
  step(nowMs: number): void
  /** The number of faults that have begun so far. */
  begun(): number
}

type SetFault = <N extends FaultName>(panel: number, name: N, value: FaultValues[N] | null) => void
type FaultKind = (set: SetFault, panel: number, random: Random) => FaultName

/** Defines one kind of fault: how it is set. The returned name ends it again. */
function faultKind<N extends FaultName>(name: N, drawValue: (random: Random) => FaultValues[N]): FaultKind {
  return (set, panel, random) => {
    set(panel, name, drawValue(random))
    return name
  }
}

const faultKinds: readonly FaultKind[] = [
  faultKind('dead', () => true),
  faultKind('hang', () => true),
  faultKind('hang', (random) => random.int(1, 4)),
  faultKind('html502', () => true),
  faultKind('html502', (random) => random.int(1, 3)),
  faultKind('truncatedJson', () => true),
  faultKind('emptyBody', (random) => random.int(1, 3)),
  faultKind('dropBefore', (random) => random.int(1, 3)),
  faultKind('dropAfter', (random) => random.int(1, 3)),
  faultKind('dropAfter', () => true),
  // Milliseconds of the machine, because the panels wait on its clock.
  faultKind('latency', (random) => random.int(5, 80)),
  faultKind('tokenRevoked', () => true),
  faultKind('rotatedCertificate', (random) => (random.chance(0.5) ? true : { sameKey: true })),
  faultKind('clockSkew', (random) => random.int(-90_000, 90_000)),
  faultKind('foreignTraffic', (random) => ({
    perWindow: random.int(20, 60),
    spread: random.pick(['start', 'even'] as const),
  })),
  faultKind('withoutHeaders', (random) => random.pick([['rate'], ['date'], ['rate', 'date']] as const)),
  faultKind('narrowScope', (random) => random.pick([['ftp'], ['cron'], []] as const)),
]

/** The largest share of panels that are sick at a time, and the number that may be sick in a small fleet. */
const maxSickShare = 0.2
const minSickLimit = 4
const longestMs = 150_000
const shortestMs = 4_000

/** `panels` is the number of panels. Each has one fault at most. The same random source gives the same faults. */
export function createFaultInjector(deps: {
  readonly panels: number
  readonly random: Random
  readonly set: SetFault
}): FaultInjector {
  const { panels, random, set } = deps
  const sick = new Map<number, { readonly name: FaultName; readonly endsAtMs: number }>()
  let begun = 0

  const injectFault = (nowMs: number) => {
    const panel = random.int(0, panels - 1)
    const startFault = random.pick(faultKinds)
    const lastsMs = random.int(shortestMs, longestMs)
    if (sick.has(panel) || sick.size >= Math.max(minSickLimit, panels * maxSickShare)) return
    begun += 1
    sick.set(panel, { name: startFault(set, panel, random), endsAtMs: nowMs + lastsMs })
  }

  return {
    step(nowMs) {
      for (const [panel, { name, endsAtMs }] of sick) {
        if (endsAtMs > nowMs) continue
        sick.delete(panel)
        set(panel, name, null)
      }
      for (let tries = Math.ceil(panels / 60); tries > 0; tries--) injectFault(nowMs)
    },
    begun: () => begun,
  }
}
