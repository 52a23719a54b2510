import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import type { Random } from '../../src/demo/random.ts'

/** Makes panels sick and well again. */
export interface Weather {
  /** Ends the faults whose time is over, and starts new ones at random. */
  step(nowMs: number): void
  /** The number of faults that have begun so far. */
  begun(): number
}

type SetFault = <N extends FaultName>(panel: number, name: N, value: FaultValues[N] | null) => void
type Strike = (set: SetFault, panel: number, random: Random) => FaultName

/** Defines one kind of fault: how it is set. The returned name ends it again. */
function kind<N extends FaultName>(name: N, draw: (random: Random) => FaultValues[N]): Strike {
  return (set, panel, random) => {
    set(panel, name, draw(random))
    return name
  }
}

const strikes: readonly Strike[] = [
  kind('dead', () => true),
  kind('hang', () => true),
  kind('hang', (random) => random.int(1, 4)),
  kind('html502', () => true),
  kind('html502', (random) => random.int(1, 3)),
  kind('truncatedJson', () => true),
  kind('emptyBody', (random) => random.int(1, 3)),
  kind('dropBefore', (random) => random.int(1, 3)),
  kind('dropAfter', (random) => random.int(1, 3)),
  kind('dropAfter', () => true),
  // Milliseconds of the machine, because the panels wait on its clock.
  kind('latency', (random) => random.int(5, 80)),
  kind('tokenRevoked', () => true),
  kind('rotatedCertificate', (random) => (random.chance(0.5) ? true : { sameKey: true })),
  kind('clockSkew', (random) => random.int(-90_000, 90_000)),
  kind('foreignTraffic', (random) => ({
    perWindow: random.int(20, 60),
    spread: random.pick(['start', 'even'] as const),
  })),
  kind('withoutHeaders', (random) => random.pick([['rate'], ['date'], ['rate', 'date']] as const)),
  kind('narrowScope', (random) => random.pick([['ftp'], ['cron'], []] as const)),
]

/** The largest share of panels that are sick at a time, and the number that may be sick in a small fleet. */
const mostSick = 0.2
const someSick = 4
const longestMs = 150_000
const shortestMs = 4_000

/**
 * `panels` is the number of panels. Each panel has one fault at most. The same random source gives the same weather.
 */
export function createWeather(deps: {
  readonly panels: number
  readonly random: Random
  readonly set: SetFault
}): Weather {
  const { panels, random, set } = deps
  const sick = new Map<number, { readonly name: FaultName; readonly endsAtMs: number }>()
  let begun = 0

  const strike = (nowMs: number) => {
    const panel = random.int(0, panels - 1)
    const hit = random.pick(strikes)
    const lastsMs = random.int(shortestMs, longestMs)
    if (sick.has(panel) || sick.size >= Math.max(someSick, panels * mostSick)) return
    begun += 1
    sick.set(panel, { name: hit(set, panel, random), endsAtMs: nowMs + lastsMs })
  }

  return {
    step(nowMs) {
      for (const [panel, { name, endsAtMs }] of sick) {
        if (endsAtMs > nowMs) continue
        sick.delete(panel)
        set(panel, name, null)
      }
      for (let tries = Math.ceil(panels / 60); tries > 0; tries--) strike(nowMs)
    },
    begun: () => begun,
  }
}
