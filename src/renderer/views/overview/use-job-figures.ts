import { computed, shallowRef, watch } from 'vue'
import { useIdleWork } from '../../composables/idle.ts'
import { useServersStore } from '../../stores/servers.ts'
import { type JobRow, useJobRows, useJobHealthStore } from '../../kinds/cron/job-rows.ts'
import { createFigures, type HourFigures, type JobFigures, sumHours } from './figures.ts'

interface ServerFigures {
  readonly jobs: JobFigures
  readonly hours: HourFigures
}

/** The interval at which intermediate results are shown. */
const publishEveryMs = 200
/** The number of jobs checked per step. A check may compute a new schedule, which takes a millisecond or two. */
const rowsPerStep = 4

/**
 * The figures of every server's jobs, counted while the page is idle: checking 100,000 jobs with a thousand
 * schedules takes seconds. A server keeps its last figures until the new ones are ready. `startMs` returns the
 * start of the hour that the next 24 hours are counted from.
 */
export function useJobFigures(startMs: () => number) {
  const serversStore = useServersStore()
  const jobRows = useJobRows()
  const { healthOf } = useJobHealthStore()
  const figures = createFigures(healthOf)
  const counted = shallowRef<ReadonlyMap<string, ServerFigures>>(new Map())

  function* check(rows: readonly JobRow[]): Generator<void> {
    if (figures.jobs.has(rows)) return
    for (const [index, row] of rows.entries()) {
      healthOf(row)
      if (index % rowsPerStep === 0) yield
    }
  }
  function* countAll(): Generator<void> {
    const next = new Map<string, ServerFigures>()
    let publishedAtMs = performance.now()
    for (const server of serversStore.servers) {
      const rows = jobRows.of(server.id)
      yield* check(rows)
      next.set(server.id, { jobs: figures.jobs(rows), hours: figures.hours(rows, startMs()) })
      if (performance.now() - publishedAtMs > publishEveryMs) {
        counted.value = new Map([...counted.value, ...next])
        publishedAtMs = performance.now()
      }
      yield
    }
    counted.value = next
  }
  const work = useIdleWork(countAll)
  watch(() => [startMs(), ...serversStore.servers.map(({ id }) => jobRows.of(id))], work.start, { immediate: true })

  return {
    jobsOf: (serverId: string): JobFigures | null => counted.value.get(serverId)?.jobs ?? null,
    /** The next 24 hours over all servers; null until every server has been counted once. */
    hours: computed(() =>
      hasAllServers() ? sumHours(serversStore.servers.flatMap(({ id }) => counted.value.get(id)?.hours ?? [])) : null,
    ),
    isComplete: computed(hasAllServers),
  }
  function hasAllServers(): boolean {
    return serversStore.servers.every(({ id }) => counted.value.has(id))
  }
}
