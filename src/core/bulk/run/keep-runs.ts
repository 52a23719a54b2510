import type { Storage } from '../../storage/types.ts'

const mostRuns = 200
const mostItems = 500_000
/** How long the items of a run are kept after its start, however many there are: even those that were never sent. */
const keptForMs = 7 * 24 * 60 * 60 * 1000

/**
 * Returns the ids of old runs whose items are to be deleted: finished runs that started more than a week ago, once
 * there are 200 newer runs or half a million newer items. The record keeps what was changed. A run that has not
 * finished, or whose passwords have not been shown, is kept as it is.
 */
export function runsToPrune(sizes: ReturnType<Storage['runs']['sizes']>, nowMs: number): readonly string[] {
  let items = 0
  return sizes.flatMap((run, at) => {
    const crowded = at >= mostRuns || items >= mostItems
    items += run.items
    return crowded && run.finished && !run.isSealed && nowMs - run.startedAtMs > keptForMs ? [run.id] : []
  })
}
