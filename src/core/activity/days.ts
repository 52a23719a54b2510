import type { ActivityEntry } from '../../shared/model/activity.ts'

/** How many changes fell into each span of time, by what came of them. */
export interface DayCount {
  readonly done: number
  readonly failed: number
  readonly unknown: number
}

type EntryResult = Pick<ActivityEntry, 'atMs' | 'result'>

/** A clock that was set back writes entries a little out of order: the walk goes on this far beyond the first start. */
const clockSlackMs = 86_400_000

/**
 * Counts entries, newest first, per span: from each of `startsMs` (ascending) to the next, the last one open to the
 * future. Reads no further back than the first start needs.
 */
export function countDays(newestFirst: Iterable<EntryResult>, startsMs: readonly number[]): readonly DayCount[] {
  const days = startsMs.map(() => ({ done: 0, failed: 0, unknown: 0 }))
  const firstMs = startsMs[0]
  if (firstMs === undefined) return days
  for (const { atMs, result } of newestFirst) {
    if (atMs < firstMs - clockSlackMs) break
    const day = days[startsMs.findLastIndex((startMs) => startMs <= atMs)]
    if (day) day[result] += 1
  }
  return days
}
