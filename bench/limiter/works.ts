import type { ModelServer, ModelServerOptions } from '../../test/fixtures/model-servers.ts'

/** One phase of a work: a panel, and where in the server's minute the work starts. */
export interface Phase {
  readonly server: ModelServerOptions
  /** The time on the wall clock at which the work starts, as an offset into a minute. */
  readonly startMs: number
  /** The times of another client's requests, in ms from the start, ascending. Negative before the start. */
  readonly foreignAtMs: readonly number[]
  /** The panel's limit from this time on, in ms from the start. */
  readonly cut: { readonly atMs: number; readonly limit: number } | null
  /** The panel as the oracle sees it. */
  readonly oracle: { readonly server: ModelServerOptions; readonly foreignAtMs: readonly number[] }
}

export interface Work {
  readonly name: string
  readonly description: string
  readonly tokens: number
  readonly writesPerToken: number
  /** The mean gap between the reads of a person during the writes, in ms. Null for no reads. */
  readonly readEveryMs: number | null
  /** How long a scaled minute lasts, in real ms. */
  readonly minuteRealMs: number
  /** Only Wisdeck's limiter has a target here. */
  readonly oursOnly: boolean
  /** The work uses the whole processor, so it is measured alone. */
  readonly alone: boolean
  readonly phases: readonly Phase[]
}

const minuteMs = 60_000
const startOffsetsMs = [15_000, 30_000, 45_000]

interface PhaseChange {
  readonly startMs?: number
  readonly foreignAtMs?: readonly number[]
  readonly cut?: Phase['cut']
  readonly oracle?: Partial<Phase['oracle']>
}

function phase(server: ModelServerOptions, change: PhaseChange): Phase {
  const foreignAtMs = change.foreignAtMs ?? []
  return {
    server,
    startMs: change.startMs ?? 0,
    foreignAtMs,
    cut: change.cut ?? null,
    oracle: { server, foreignAtMs, ...change.oracle },
  }
}

/** Makes phases with windows on the wall minute that start after 15, 30 and 45 s. */
const wallMinute = (options: Partial<ModelServerOptions> = {}, change: PhaseChange = {}): Phase[] =>
  startOffsetsMs.map((startMs) => phase({ kind: 'fixed', ...options }, { startMs, ...change }))

/** Phases whose windows start with a request: none open at the start, or one opened 20 or 40 s before by another. */
const ownWindow = [0, 20_000, 40_000].map((agoMs) =>
  phase({ kind: 'first' }, { startMs: 17_000, foreignAtMs: agoMs === 0 ? [] : [-agoMs] }),
)

/** The times of ten requests in each minute, at slightly uneven intervals. */
const tenAMinute = [...Array(200).keys()].map((n) => n * 6000 + ((n * 2741) % 5000))

const defaultWork = {
  tokens: 1,
  writesPerToken: 300,
  readEveryMs: null,
  minuteRealMs: 2000,
  oursOnly: false,
  alone: false,
}

/** All works, in the order of the table. */
export const works: readonly Work[] = [
  { ...defaultWork, name: 'bulk', description: '300 writes, the window begins with a request', phases: ownWindow },
  { ...defaultWork, name: 'wall-minute', description: '300 writes, windows on the wall minute', phases: wallMinute() },
  {
    ...defaultWork,
    name: 'foreign',
    description: '300 writes, another client takes 10 a window',
    phases: wallMinute(
      {},
      { foreignAtMs: tenAMinute, oracle: { server: { kind: 'fixed', limit: 50 }, foreignAtMs: [] } },
    ),
  },
  {
    ...defaultWork,
    name: 'skew-ahead',
    description: '300 writes, server clock +37 s',
    phases: wallMinute({ skewMs: 37_000 }),
  },
  {
    ...defaultWork,
    name: 'skew-behind',
    description: '300 writes, server clock -37 s',
    phases: wallMinute({ skewMs: -37_000 }),
  },
  {
    ...defaultWork,
    name: 'fifty-tokens',
    description: '50 tokens x 100 writes',
    tokens: 50,
    writesPerToken: 100,
    minuteRealMs: 6000,
    alone: true,
    phases: wallMinute(),
  },
  {
    ...defaultWork,
    name: 'interactive',
    description: '300 writes beside a person who reads',
    readEveryMs: 8000,
    phases: wallMinute(),
  },
  ...oursOnly(),
]

function oursOnly(): Work[] {
  const own = { ...defaultWork, oursOnly: true }
  const cut = { atMs: 100_000, limit: 30 }
  const rolling = (server: ModelServerOptions): Phase[] => startOffsetsMs.map((startMs) => phase(server, { startMs }))
  return [
    { ...own, name: 'sliding-log', description: '300 writes, sliding log', phases: rolling({ kind: 'log' }) },
    { ...own, name: 'token-bucket', description: '300 writes, token bucket', phases: rolling({ kind: 'bucket' }) },
    {
      ...own,
      name: 'limit-cut',
      description: '300 writes, limit 60 to 30 after 100 s',
      phases: wallMinute({}, { cut }),
    },
    {
      ...own,
      name: 'no-headers',
      description: '300 writes, no budget headers',
      phases: wallMinute({ sendsBudget: false }),
    },
    { ...own, name: 'no-date', description: '300 writes, no Date header', phases: wallMinute({ sendsDate: false }) },
  ]
}

/** Makes a short work that can be played at true speed, to see what the scaling of time changes. */
export function speedCheck(minuteRealMs: number): Work {
  const phases = [phase({ kind: 'fixed' }, { startMs: minuteMs - 10_000 })]
  return {
    ...defaultWork,
    name: 'speed-check',
    description: '130 writes, 10 s before the reset',
    writesPerToken: 130,
    minuteRealMs,
    phases,
  }
}

/**
 * Plays what happens at the server apart from the limiter, up to a time in ms from the start. The returned function
 * must be called with ascending times.
 */
export function playServerEvents(
  server: ModelServer,
  events: { readonly foreignAtMs: readonly number[]; readonly cut: Phase['cut'] },
  epochMs: number,
): (untilMs: number) => void {
  let nextForeign = 0
  let cut = events.cut
  return (untilMs) => {
    for (
      let atMs = events.foreignAtMs[nextForeign];
      atMs !== undefined && atMs <= untilMs;
      atMs = events.foreignAtMs[nextForeign]
    ) {
      nextForeign += 1
      server.handle(epochMs + atMs)
    }
    if (cut === null || untilMs < cut.atMs) return
    server.setLimit(cut.limit)
    cut = null
  }
}

/** A time that is a whole minute on the wall clock. Every work starts some way into this minute. */
const dayMs = Date.UTC(2026, 0, 1, 12)

/** Returns when a phase starts, as the clocks of client and oracle show it. */
export function epochOf(one: Phase): number {
  return dayMs + one.startMs
}
