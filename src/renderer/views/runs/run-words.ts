import type { ItemCounts, ServerRun, Run, RunState } from '../../../shared/model/run.ts'
import type { Tone } from '../../components/types.ts'

/** The counts of a run or a lane that the screens tell, by what they mean to the user. */
export interface Tally {
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly held: number
  readonly skipped: number
  /** Sent and not yet known to be done; waiting to be sent. */
  readonly underWay: number
  readonly left: number
}

export function tallyOf(counts: ItemCounts): Tally {
  const of = (state: keyof ItemCounts) => counts[state] ?? 0
  return {
    done: of('confirmed'),
    failed: of('failed'),
    unknown: of('unknown'),
    held: of('held'),
    skipped: of('skipped'),
    underWay: of('sent') + of('accepted'),
    left: of('planned'),
  }
}

/**
 * How many changes a run or a lane is to make: without those that were left out, as long as that was not by giving up
 * on the rest.
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

/** The colour of a run's state; its word always stands beside it. */
export function toneOf({ state, counts }: Pick<Run, 'state' | 'counts'>): Tone {
  const tones: Readonly<Record<RunState, Tone>> = {
    running: 'info',
    pausing: 'info',
    paused: 'warn',
    interrupted: 'warn',
    done: 'ok',
    cancelled: 'neutral',
  }
  const { failed, unknown, held } = tallyOf(counts)
  if (state !== 'done') return tones[state]
  return failed + unknown > 0 ? 'danger' : held > 0 ? 'warn' : 'ok'
}

/** Lanes as they are to be looked at: those with trouble and at work first, then by how long they still take. */
export function serverRunOrder(serverRuns: readonly ServerRun[]): readonly ServerRun[] {
  const rank = ({ state, counts }: ServerRun) => {
    const { failed, unknown, held } = tallyOf(counts)
    if (failed + unknown + held > 0 || state === 'stopped') return 0
    return { working: 1, paused: 2, waiting: 3, stopped: 0, done: 4 }[state]
  }
  return [...serverRuns].sort(
    (a, b) => rank(a) - rank(b) || (b.etaMs ?? 0) - (a.etaMs ?? 0) || a.name.localeCompare(b.name),
  )
}

/**
 * The newest run that Ctrl/Cmd+Z offers to undo: over, with something to take back, not an undo itself and not undone
 * as a whole.
 */
export function lastUndoable(runs: readonly Run[]): Run | null {
  return (
    runs.find(
      (run) =>
        (run.state === 'done' || run.state === 'cancelled') &&
        run.undoOf === null &&
        !run.undoneAll &&
        run.undoable > 0,
    ) ?? null
  )
}

/**
 * Whether a lane has sent one request ahead and little else is left: how long that takes is the panel's to say, and
 * what is reckoned from earlier answers would promise an end at once for as long as it hangs.
 */
export function awaitsAnswer({ state, waits, etaMs }: Pick<ServerRun, 'state' | 'waits' | 'etaMs'>): boolean {
  return state === 'working' && waits === 'scouting' && etaMs !== null && etaMs < 1000
}

/** How the canary of a run stands: the one lane that goes ahead while all others wait; null where there is none. */
export function canaryOf(run: Pick<Run, 'options' | 'state'>, serverRuns: readonly ServerRun[]): ServerRun | null {
  if (!run.options.canary || run.state !== 'running') return null
  const moving = serverRuns.filter(({ state }) => state === 'working')
  const others = serverRuns.filter(({ state }) => state !== 'working')
  const [only] = moving
  return moving.length === 1 &&
    only !== undefined &&
    others.length > 0 &&
    others.every(
      ({ state, counts, total }) => state === 'waiting' && tallyOf(counts).left + tallyOf(counts).skipped === total,
    )
    ? only
    : null
}
