import { computed, shallowRef, watch } from 'vue'
import type { SavedView } from '../../shared/model/views.ts'
import { useIdleWork } from '../composables/idle.ts'
import { useText } from '../i18n/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useIpSetsStore } from '../stores/ip-sets.ts'
import { useViewsStore } from '../stores/views.ts'
import { jobColumns } from '../kinds/cron/job-columns.ts'
import { jobFields } from '../kinds/cron/job-fields.ts'
import { useJobWords } from '../kinds/cron/job-words.ts'
import { useJobsStore } from '../kinds/cron/jobs-store.ts'
import { createSchedules } from '../composables/schedules.ts'
import { ftpColumns } from '../kinds/ftp/ftp-columns.ts'
import { ftpFields } from '../kinds/ftp/ftp-filter.ts'
import { useAccountWords } from '../kinds/ftp/use-account-words.ts'
import { createMatchCounter } from './match-counter.ts'

/**
 * Counts the rows that each saved view shows, server by server while the page is idle. A server whose rows have not
 * changed is not counted again. `of` returns null while a view has not been counted yet.
 */
export function useViewCounts() {
  const { t, locale } = useText()
  const views = useViewsStore()
  const inventory = useInventoryStore()
  const ipSets = useIpSetsStore()
  const jobs = useJobsStore()
  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())

  const schedules = createSchedules()
  const port = {
    words: useJobWords(),
    t,
    healthOf: jobs.healthOf,
    schedules,
    sentence: (expr: string) => schedules.sentence(expr, locale.value),
    nowMs: () => Date.now(),
  }
  const accountColumns = ftpColumns(useAccountWords())
  // A change of the IP sets changes what `set:` matches.
  const ftpCounter = computed(() =>
    createMatchCounter({ columns: accountColumns, keyOf: (row) => row.key, fields: ftpFields(ipSets.sets) }),
  )
  const cronCounter = createMatchCounter({
    columns: jobColumns(port),
    keyOf: (row) => row.key,
    fields: jobFields(jobs.healthOf),
  })

  const ftpSlices = computed(() => Array.from(inventory.ftpSlots.blocks.values(), ({ rows }) => rows))
  const cronSlices = computed(() => Array.from(jobs.rowSlots.blocks.values(), ({ rows }) => rows))

  function* countOne(view: SavedView): Generator<void, number> {
    return yield* view.kind === 'ftp'
      ? ftpCounter.value(view.query, ftpSlices.value)
      : cronCounter(view.query, cronSlices.value)
  }
  function* countAll(): Generator<void> {
    const known = new Set(views.views.map(({ id }) => id))
    for (const view of views.views) {
      const count = yield* countOne(view)
      if (counts.value.get(view.id) === count) continue
      counts.value = new Map([...counts.value].filter(([id]) => known.has(id))).set(view.id, count)
    }
  }
  const work = useIdleWork(countAll)
  watch(
    [() => views.views, ftpCounter, ftpSlices, cronSlices, () => inventory.loaded],
    () => inventory.loaded && work.start(),
    { immediate: true },
  )

  return { of: (id: string): number | null => counts.value.get(id) ?? null }
}
