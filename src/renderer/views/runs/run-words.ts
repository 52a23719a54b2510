import type { ItemCounts, ServerRun, Run, RunState } from '../../../shared/model/run.ts'
import type { Tone } from '../../components/types.ts'

/** The counts of a run or a server run that the screens show, by what they mean to the user. */
interface Tally {
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly conflicts: number
  readonly skipped: number
  /** `underWay` counts changes that were sent and are not confirmed yet, `left` those that wait to be sent. */
  readonly underWay: number
  readonly left: number
}

export function tallyOf(counts: ItemCounts): Tally {
  const of = (state: keyof ItemCounts) => counts[state] ?? 0
  return {
    done: of('confirmed'),
    failed: of('failed'),
    unknown: of('unknown'),
    conflicts: of('held'),
    skipped: of('skipped'),
    underWay: of('sent') + of('accepted'),
    left: of('planned'),
  }
}

/**
 * Returns how many changes a run or a server run is to make. Skipped changes count only if the run was cancelled, the
 * server run was stopped, or all changes were skipped.
 */
export function wantedOf({
  state,
  total,
  counts,
}: {
  readonly state: Run['state'] | ServerRun['state']
  readonly total: number
  readonly counts: ItemCounts
}): number {
  const wanted = total - tallyOf(counts).skipped
  return state === 'cancelled' || state === 'stopped' || wanted === 0 ? total : wanted
}

/** Returns the colour of a run's state. The state's word is always beside it. */
export function toneOf({ state, counts }: Pick<Run, 'state' | 'counts'>): Tone {
  const tones: Readonly<Record<RunState, Tone>> = {
    running: 'info',
    pausing: 'info',
    paused: 'warn',
    interrupted: 'warn',
    done: 'ok',
    cancelled: 'neutral',
  }
  const { failed, unknown, conflicts } = tallyOf(counts)
  if (state !== 'done') return tones[state]
  return failed > 0 ? 'danger' : unknown + conflicts > 0 ? 'warn' : 'ok'
}

/**
 * Sorts server runs for display: first those with trouble, then working, paused, waiting and finished ones. Within
 * each, the longest remaining time comes first.
 */
export function serverRunOrder(serverRuns: readonly ServerRun[]): readonly ServerRun[] {
  const rank = ({ state, counts }: ServerRun) => {
    const { failed, unknown, conflicts } = tallyOf(counts)
    if (failed + unknown + conflicts > 0 || state === 'stopped') return 0
    return { working: 1, paused: 2, waiting: 3, stopped: 0, done: 4 }[state]
  }
  return [...serverRuns].sort(
    (a, b) => rank(a) - rank(b) || (b.etaMs ?? 0) - (a.etaMs ?? 0) || a.name.localeCompare(b.name),
  )
}

/**
 * Returns whether a server run waits for the answer to its probe and little else is left. The panel alone decides
 * how long the answer takes. An ETA from earlier answers would promise an immediate end for as long as the panel
 * hangs.
 */
export function awaitsAnswer({ state, waits, etaMs }: Pick<ServerRun, 'state' | 'waits' | 'etaMs'>): boolean {
  return state === 'working' && waits === 'scouting' && etaMs !== null && etaMs < 1000
}

/** Returns the canary of a run: the one server run that works while all others wait. Null if there is none. */
export function canaryOf(run: Pick<Run, 'options' | 'state'>, serverRuns: readonly ServerRun[]): ServerRun | null {
  if (!run.options.canary || run.state !== 'running') return null
  const working = serverRuns.filter(({ state }) => state === 'working')
  const others = serverRuns.filter(({ state }) => state !== 'working')
  const [only] = working
  return working.length === 1 &&
    only !== undefined &&
    others.length > 0 &&
    others.every(
      ({ state, counts, total }) => state === 'waiting' && tallyOf(counts).left + tallyOf(counts).skipped === total,
    )
    ? only
    : null
}
