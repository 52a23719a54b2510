import type { Run } from '../../shared/model/run.ts'

/** How far a run is, for display outside the page. */
export interface Progress {
  readonly runId: string
  /** False while nothing is sent: the run is paused, waits for the user, or is over. */
  readonly working: boolean
  /** True if the run has finished or was cancelled. */
  readonly over: boolean
  readonly done: number
  readonly failed: number
  readonly total: number
}

/** Returns how far a run is. What is left out of it counts neither as done nor as something to do. */
export function progressOf({ id, state, counts, total }: Pick<Run, 'id' | 'state' | 'counts' | 'total'>): Progress {
  return {
    runId: id,
    working: state === 'running' || state === 'pausing',
    over: state === 'done' || state === 'cancelled',
    done: counts.accepted + counts.confirmed,
    failed: counts.failed + counts.unknown,
    total: total - counts.skipped,
  }
}

/** Whether a run is working, and how far it is. */
export interface WorkStatus {
  /** Null while no run is working. `fraction` is from 0 to 1. Failed items count as done. */
  current(): { readonly done: number; readonly total: number; readonly fraction: number } | null
  /** Records a step of a run. A run that stops working is forgotten. Returns true if a run that was working is over. */
  record(progress: Progress): boolean
}

/** Creates the status of all runs. Several runs at once count as one. */
export function createWorkStatus(): WorkStatus {
  const runs = new Map<string, Progress>()
  return {
    current() {
      if (runs.size === 0) return null
      const sum = (countOf: (progress: Progress) => number) =>
        [...runs.values()].reduce((subtotal, progress) => subtotal + countOf(progress), 0)
      const [done, total] = [sum((run) => run.done + run.failed), sum((run) => run.total)]
      return { done, total, fraction: total === 0 ? 0 : Math.min(1, done / total) }
    },
    record(progress) {
      if (!progress.working) return runs.delete(progress.runId) && progress.over
      runs.set(progress.runId, progress)
      return false
    },
  }
}
