import type { ActivityEntry } from '../../shared/model/activity.ts'

type EntryResult = Pick<ActivityEntry, 'atMs' | 'result'>

/** Entries are out of order if the clock was set back, so reading continues for one day before the first start. */
const clockSlackMs = 86_400_000

/**
 * Counts entries per day, by result. Entries come newest first. A day goes from one of `startsMs` (ascending) to the
 * next. The last one has no end. Stops reading `clockSlackMs` before the first start.
 */
export function countDays(newestFirst: Iterable<EntryResult>, startsMs: readonly number[]) {
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
