import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { api } from '../api/client.ts'

/** The number of changes on one day of this machine's clock. */
interface ChangeDay {
  readonly startMs: number
  readonly done: number
  readonly failed: number
  readonly unknown: number
}

export const daysBack = 14

/** Returns when the last `count` days began on this machine's clock, today last. Days are not all equally long. */
export function dayStarts(nowMs: number, count = daysBack): readonly number[] {
  const today = new Date(nowMs)
  return Array.from({ length: count }, (_, index) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index)).getTime(),
  )
}

/**
 * Returns the days with one more entry of the record counted, by the rules of `activity.perDay`. An entry from before
 * the first day changes nothing.
 */
export function withEntry(
  days: readonly ChangeDay[],
  { atMs, result, kind }: Pick<ActivityEntry, 'atMs' | 'result' | 'kind'>,
): readonly ChangeDay[] {
  if (result === 'under-way' || result === 'skipped' || (kind === null && result !== 'done')) return days
  const index = days.findLastIndex(({ startMs }) => startMs <= atMs)
  return days.map((day, at) => (at === index ? { ...day, [result]: day[result] + 1 } : day))
}

/** Changes per day. The overview reads them when it opens and when a day begins; each new entry updates them. */
export const useChangeDaysStore = defineStore('change-days', () => {
  const cached = shallowRef<readonly ChangeDay[] | null>(null)
  /** The number of the last entry, or of the answer that the days come from. */
  let lastSeq = 0
  const load = async (nowMs: number): Promise<void> => {
    const startsMs = dayStarts(nowMs)
    const { seq, value: counts } = await api.numbered('activity.perDay', { startsMs })
    // An entry that these days lack has come meanwhile.
    if (seq < lastSeq) return load(nowMs)
    lastSeq = seq
    cached.value = startsMs.map((startMs, index) => ({
      startMs,
      ...(counts[index] ?? { done: 0, failed: 0, unknown: 0 }),
    }))
  }
  return {
    /** Null until the days have been read. */
    days: computed(() => cached.value),
    /** Reads the days up to the day of `nowMs`. */
    load,
    /** Reads the days anew if they have been read: a run has ended, whose entries come without events. */
    refresh: () => void (cached.value && load(Date.now()).catch(() => undefined)),
    arrived(entry: ActivityEntry, seq: number): void {
      // An answer with this number or a higher one has counted the entry.
      if (seq <= lastSeq) return
      lastSeq = seq
      cached.value = cached.value && withEntry(cached.value, entry)
    },
  }
})
