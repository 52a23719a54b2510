import { useTimeoutFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ActivityEntry, ActivityFilter, ActivityLine } from '../../shared/model/activity.ts'
import { api } from '../api/client.ts'

const pageSize = 200
/** How many entries of an open run are shown at once: with more, the run itself is the better place to look. */
export const mostOfRun = 1000
/** Waits this long after a change of the record, in ms, because the entries of a run change many times a second. */
const refreshDelayMs = 500

type RunLine = Extract<ActivityLine, { type: 'run' }>

/** Adds a page to lines. A run that is continued on it gets one line with the sum of its counts. */
export function withPage(lines: readonly ActivityLine[], page: readonly ActivityLine[]): readonly ActivityLine[] {
  const continued = new Map(page.flatMap((line) => (line.type === 'run' ? [[line.id, line] as const] : [])))
  const sums = lines.map((line) => {
    const more = line.type === 'run' ? continued.get(line.id) : undefined
    if (line.type !== 'run' || more === undefined) return line
    continued.delete(line.id)
    return { ...line, counts: addedCounts(line.counts, more.counts) }
  })
  return [...sums, ...page.filter((line) => line.type === 'entry' || continued.has(line.id))]
}

const addedCounts = (a: RunLine['counts'], b: RunLine['counts']): RunLine['counts'] => ({
  'under-way': a['under-way'] + b['under-way'],
  done: a.done + b.done,
  failed: a.failed + b.failed,
  unknown: a.unknown + b.unknown,
  skipped: a.skipped + b.skipped,
})

/** Returns the number of entries in a line of a run. */
export const totalOf = ({ counts }: Pick<RunLine, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Returns the number of rows that a line of a run is about; those that were left out count only if all were. */
export const changedOf = (line: Pick<RunLine, 'counts'>): number => totalOf(line) - line.counts.skipped || totalOf(line)

const pageOf = (filter: ActivityFilter, beforeId: number | null) =>
  api.numbered('activity.lines', { ...filter, limit: pageSize, ...(beforeId === null ? {} : { beforeId }) })

/**
 * Reads the newest lines until there are at least `wanted`, and where the next page begins. `seq` is the number of the
 * page that was answered first.
 */
async function readLines(filter: ActivityFilter, wanted: number) {
  let lines: readonly ActivityLine[] = []
  let nextBeforeId: number | null = null
  let firstSeq: number | null = null
  do {
    const { seq, value: page } = await pageOf(filter, nextBeforeId)
    firstSeq ??= seq
    lines = withPage(lines, page.lines)
    nextBeforeId = page.nextBeforeId
  } while (nextBeforeId !== null && lines.length < wanted)
  return { seq: firstSeq, lines, nextBeforeId }
}

/** Returns the entries of a run that match the filter. A run that is found by its name alone shows all of them. */
function entriesOf({ text, ...others }: ActivityFilter, line: RunLine) {
  const wanted = totalOf(line) === 0 || text === undefined ? others : { ...others, text }
  return api.call('activity.list', { ...wanted, runId: line.runId, limit: mostOfRun })
}

/**
 * The record as the Activity screen shows it: lines that match a filter, newest first, by pages, and the entries of the
 * runs that are open. It is read when its screen first opens.
 */
export const useActivityStore = defineStore('activity', () => {
  const filter = shallowRef<ActivityFilter>({})
  const cached = shallowRef<readonly ActivityLine[] | null>(null)
  const nextBeforeId = shallowRef<number | null>(null)
  const people = shallowRef<readonly string[]>([])
  const openRuns = shallowRef<ReadonlyMap<string, readonly ActivityEntry[]>>(new Map())
  /** The sequence number of the lines. */
  let linesSeq = 0

  /**
   * Reads the record anew, as far as it has been read. An answer for a former filter, or one that a newer answer has
   * overtaken, is of no use.
   */
  const load = async () => {
    const asked = filter.value
    const { seq, lines, nextBeforeId: next } = await readLines(asked, Math.max(cached.value?.length ?? 0, 1))
    const names = await api.call('activity.people', {})
    const runs = lines.flatMap((line) => (line.type === 'run' && openRuns.value.has(line.runId) ? [line] : []))
    const entries = await Promise.all(runs.map(async (line) => [line.runId, await entriesOf(asked, line)] as const))
    if (asked !== filter.value || seq < linesSeq) return
    linesSeq = seq
    cached.value = lines
    nextBeforeId.value = next
    people.value = names
    openRuns.value = new Map(entries)
  }
  const { start: loadSoon } = useTimeoutFn(() => load().catch(() => undefined), refreshDelayMs, { immediate: false })
  return {
    lines: computed(() => cached.value ?? []),
    loaded: computed(() => cached.value !== null),
    complete: computed(() => nextBeforeId.value === null),
    filter: computed(() => filter.value),
    people: computed(() => people.value),
    openRuns: computed(() => openRuns.value),
    load,
    /** Reads the lines of another filter. The present lines stay visible until then. */
    show: async (wanted: ActivityFilter) => {
      filter.value = wanted
      openRuns.value = new Map()
      await load()
    },
    loadMore: async () => {
      const [asked, beforeId] = [filter.value, nextBeforeId.value]
      if (beforeId === null) return
      const { value: answer } = await pageOf(asked, beforeId)
      if (asked !== filter.value || beforeId !== nextBeforeId.value) return
      cached.value = withPage(cached.value ?? [], answer.lines)
      nextBeforeId.value = answer.nextBeforeId
    },
    /** Opens the entries of a run, or closes them. */
    toggle: async (line: RunLine) => {
      const next = new Map(openRuns.value)
      if (!next.delete(line.runId)) next.set(line.runId, await entriesOf(filter.value, line))
      openRuns.value = next
    },
    /** Reads the record anew soon: entries have been added or have changed. */
    changed: () => {
      if (cached.value !== null) loadSoon()
    },
  }
})
