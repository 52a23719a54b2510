import type { Storage } from '../../storage/types.ts'

const mostRuns = 200
const mostItems = 500_000
/** How long a run is kept after its start, however many there are, because it may be undone. */
const undoableForMs = 7 * 24 * 60 * 60 * 1000

/**
 * Returns the ids of old runs to delete: finished runs that started more than a week ago, once there are 200 newer runs
 * or half a million newer items. A run that has not finished is kept.
 */
export function runsToDelete(sizes: ReturnType<Storage['runs']['sizes']>, nowMs: number): readonly string[] {
  let items = 0
  return sizes.flatMap((run, at) => {
    const crowded = at >= mostRuns || items >= mostItems
    items += run.items
    return crowded && run.finished && nowMs - run.startedAtMs > undoableForMs ? [run.id] : []
  })
}
