import { createDemoPanel, type DemoPanelServer } from '../../src/demo/panel.ts'
import { createRandom, derivedSeed } from '../../src/demo/random.ts'
import type { PanelToAdd } from '../kit/app.ts'
import { createQuickClock, machineMs, type QuickClock } from '../kit/clock.ts'
import { noFaults, type PanelCheck, sum } from './check-panel.ts'
import type { Sabotage } from './messages.ts'
import { playRun } from './play-run.ts'

export interface CrashOptions {
  readonly runs: number
  readonly items: number
  readonly panels: number
  readonly seed: number
  readonly sabotage?: Sabotage
  /** The number of requests after which the process is killed. Without it, the number is drawn from the seed. */
  readonly killAt?: number
  readonly say?: (line: string) => void
}

export interface CrashReport extends PanelCheck {
  readonly runs: number
  readonly items: number
  /** The number of changes of one row that were asked for, in all runs. */
  readonly singles: number
}

/** All panels, the servers that lead to them, and the clock that they share with core. */
export interface Fleet {
  readonly panels: readonly DemoPanelServer[]
  readonly servers: readonly PanelToAdd[]
  /** The panel of each server. */
  readonly panelOf: readonly number[]
  readonly clock: RunClock
}

/** A clock whose speed can be changed. Time never goes back. */
export interface RunClock {
  now(): number
  after(delayMs: number, run: () => void): () => void
  skip(ms: number): void
  /** Sets how much faster than the machine's clock it is from now on. No timer may be set. */
  setFactor(factor: number): void
  /** How another process makes the same clock. */
  describe(): { readonly factor: number; readonly start: { readonly machineMs: number; readonly wallMs: number } }
}

function createRunClock(): RunClock {
  let factor = 1
  let clock: QuickClock = createQuickClock(factor)
  return {
    now: () => clock.now(),
    after: (delayMs, run) => clock.after(delayMs, run),
    skip: (ms) => clock.skip(ms),
    setFactor(next) {
      factor = next
      clock = createQuickClock(factor, { machineMs: machineMs(), wallMs: clock.now() })
    },
    describe: () => ({ factor, start: { machineMs: machineMs(), wallMs: clock.now() } }),
  }
}

/** Starts the panels. The first has two servers of one address, the second has two addresses with a server each. */
async function startFleet(count: number): Promise<Fleet> {
  const clock = createRunClock()
  const panels = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      createDemoPanel({
        name: `crash-${index}.example`,
        token: `wsp_${String(index).padStart(32, '0')}`,
        now: clock.now,
        after: clock.after,
        traits: {
          listCarriesAllowedIps: index % 3 !== 2,
          terseReplies: index % 2 === 1,
          goStyleNulls: index % 4 === 1,
        },
        rateLimit: { limit: 1_000_000 },
      }),
    ),
  )
  const servers: PanelToAdd[] = panels.map(({ name, url, token, fingerprint256 }) => ({
    name,
    url,
    token,
    fingerprint256,
  }))
  const panelOf = panels.map((_, index) => index)
  const [first] = servers
  if (first) {
    servers.push({ ...first, name: `${first.name} again` })
    panelOf.push(0)
  }
  const other = await panels[1]?.listenAlso({ certificate: 'same-key' })
  if (other) {
    servers.push({
      name: `${other.name} by another address`,
      url: other.url,
      token: other.token,
      fingerprint256: other.fingerprint256,
    })
    panelOf.push(1)
  }
  return { panels, servers, panelOf, clock }
}

/** Plays all runs one after the other against the same panels. */
export async function playCrashes(options: CrashOptions): Promise<CrashReport> {
  const fleet = await startFleet(options.panels)
  try {
    let [total, singles] = [noFaults, 0]
    for (let run = 0; run < options.runs; run++) {
      const seed = derivedSeed(options.seed, run)
      const { line, check, singles: asked } = await playRun(fleet, options, seed, createRandom(seed))
      options.say?.(`run ${run + 1} of ${options.runs}: ${line}`)
      total = sum([total, check])
      singles += asked
    }
    return { runs: options.runs, items: options.items, singles, ...total }
  } finally {
    await Promise.all(fleet.panels.map((panel) => panel.close()))
  }
}
