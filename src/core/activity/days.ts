import type { ActivityEntry } from '../../shared/model/activity.ts'

/** How many changes fell into one span of time, by result. */
export interface DayCount {
  readonly done: number
  readonly failed: number
  readonly unknown: number
}

type EntryResult = Pick<ActivityEntry, 'atMs' | 'result'>

/**
 * A clock that is set back writes entries slightly out of order, so reading continues this far before the first start.
 */
const clockSlackMs = 86_400_000

/**
 * Counts entries per span. Entries come newest first. A span goes from one of `startsMs` (ascending) to the next; the
 * last one has no end. Reads no further back than the first start needs.
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
