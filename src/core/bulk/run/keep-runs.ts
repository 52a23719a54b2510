import type { Storage } from '../../storage/types.ts'

const mostRuns = 200
const mostItems = 500_000
/** For so long a run stays whatever its size: it may be undone. */
const undoableForMs = 7 * 24 * 60 * 60 * 1000

/**
 * Which old runs go: finished ones that are a week old, once 200 newer ones or half a million newer items stand. A run
 * that has not finished stays.
 */
export function tooOld(sizes: ReturnType<Storage['runs']['sizes']>, nowMs: number): readonly string[] {
  let items = 0
  return sizes.flatMap((run, at) => {
    const crowded = at >= mostRuns || items >= mostItems
    items += run.items
    return crowded && run.finished && nowMs - run.startedAtMs > undoableForMs ? [run.id] : []
  })
}
