import { type Counts, countedKinds } from './kinds/index.ts'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from './panel.ts'
import { createRandom, derivedSeed, type Random } from './random.ts'
import { seedState } from './seed.ts'
import { agencies, hostKinds, notes } from './seed-cast.ts'
import type { PanelTraits } from './traits.ts'

/** The options of a fleet. For each kind, a number sets the mean count of rows on a panel, ±40 % unless `exact`. */
export interface DemoFleetOptions extends Counts, Pick<DemoPanelOptions, 'now' | 'after'> {
  readonly panels?: number
  readonly seed?: number
  readonly exact?: boolean
  /** A loopback address. The default is 127.0.0.1. */
  readonly host?: string
  /** Traits that every panel has, whatever the seed says. */
  readonly traits?: Partial<PanelTraits>
  /** The requests a minute that every token may send. The default is 60. */
  readonly limit?: number
}

/** One panel of the fleet, with what Wisdeck needs to add it as a server. Plain JSON. */
export interface DemoPanelDescription {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly tags: readonly string[]
  readonly folder: string
  readonly environment: 'production' | 'staging' | 'development' | 'none'
  readonly notes: string
}

export interface DemoFleet {
  readonly panels: readonly DemoPanelServer[]
  describe(): readonly DemoPanelDescription[]
  close(): Promise<void>
}

interface PlanOptions {
  readonly means: Counts
  readonly seed: number
  readonly exact: boolean
  readonly now: () => number
}

/** Plans panel `index` from the seed. The plan is the same for the same seed and time, however large the fleet is. */
function planPanel(index: number, options: PlanOptions) {
  const random: Random = createRandom(derivedSeed(options.seed, index))
  const agency = agencies[index % agencies.length] ?? agencies[0]
  if (!agency) throw new RangeError('No agency to seed from')
  const hostKind = hostKinds[Math.floor(index / agencies.length + index) % hostKinds.length] ?? hostKinds[0]
  const token = `wsp_${random.hex(40)}`
  const amount = (mean: number) => (options.exact ? mean : Math.round(mean * (0.6 + random.next() * 0.8)))
  const countsOf = (): Counts =>
    Object.fromEntries(countedKinds.map(({ field, meanCount }) => [field, amount(options.means[field] ?? meanCount)]))
  const traits: Partial<PanelTraits> = {
    listCarriesAllowedIps: random.chance(0.5),
    goStyleNulls: random.chance(0.3),
    logShape: random.pick(['array', 'object', 'text']),
    terseReplies: random.chance(0.3),
    version: random.pick(['1.8.2', '1.8.2', '1.7.9', '1.9.0-beta.1']),
  }
  const nowMs = options.now()
  return {
    name: `${hostKind.prefix}-${String(index + 1).padStart(2, '0')}.${agency.key}.example`,
    token,
    traits,
    phaseMs: nowMs - random.int(0, 59_999),
    state: seedState({ random, agency, counts: countsOf(), nowMs }),
    profile: {
      tags: [...new Set([agency.tag, ...hostKind.tags])],
      folder: agency.folder,
      environment: hostKind.environment,
      notes: random.pick(notes),
    },
  }
}

/**
 * Starts all panels of a seeded fleet at once, each with its own certificate, port, token and traits. If one panel
 * cannot start, closes all started panels and rejects.
 */
export async function createDemoFleet(options: DemoFleetOptions = {}): Promise<DemoFleet> {
  const {
    panels: count = 12,
    seed = 1,
    exact = false,
    host = '127.0.0.1',
    now = Date.now,
    traits: shared,
    limit,
    after,
    ...means
  } = options
  const plans = Array.from({ length: count }, (_, index) => planPanel(index, { means, seed, exact, now }))
  const started = await Promise.allSettled(
    plans.map(({ name, token, traits, state, phaseMs }) =>
      createDemoPanel({
        name,
        token,
        traits: { ...traits, ...shared },
        state,
        host,
        now,
        after,
        rateLimit: { phaseMs, ...(limit === undefined ? {} : { limit }) },
      }),
    ),
  )
  const panels = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const close = async () => {
    await Promise.all(panels.map((panel) => panel.close()))
  }
  const failure = started.find((result) => result.status === 'rejected')
  if (failure) {
    await close()
    throw failure.reason
  }
  const describe = () =>
    panels.flatMap(({ name, url, token, fingerprint256 }, index) => {
      const profile = plans[index]?.profile
      return profile ? [{ name, url, token, fingerprint256, ...profile }] : []
    })
  return { panels, describe, close }
}
