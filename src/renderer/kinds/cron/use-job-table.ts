import { computed } from 'vue'
import { useText } from '../../i18n/index.ts'
import { useTable } from '../../composables/table.ts'
import { jobColumns, jobCopyColumns, type ColumnPort } from './job-columns.ts'
import { jobFields } from './job-fields.ts'
import { jobGroups } from './job-groups.ts'
import { createStateCounts } from './job-rows.ts'
import { useJobWords } from './job-words.ts'
import { useJobsStore } from './jobs-store.ts'
import { createSchedules } from '../../composables/schedules.ts'

/** All jobs of all servers with their health, connected to the row engine. */
export function useJobTable() {
  const { t, locale } = useText()
  const jobs = useJobsStore()
  const words = useJobWords()
  const schedules = createSchedules()
  const { healthOf } = jobs
  const stateCountsOf = createStateCounts(healthOf)
  const rowSlots = computed(() => jobs.rowSlots)

  const port: ColumnPort = {
    words,
    t,
    healthOf,
    schedules,
    sentence: (expr) => schedules.sentence(expr, locale.value),
    nowMs: () => Date.now(),
  }
  const columns = jobColumns(port)
  const table = useTable(() => rowSlots.value, {
    columns,
    keyOf: (row) => row.key,
    fields: jobFields(healthOf),
    groupKeys: jobGroups(port, locale.value),
    initialSort: [{ columnId: 'name', direction: 'asc' }],
  })
  return {
    ...table,
    columns,
    copyColumns: jobCopyColumns(port),
    healthOf,
    schedules,
    sentence: port.sentence,
    stateCounts: computed(() => stateCountsOf(Array.from(rowSlots.value.blocks.values(), ({ rows }) => rows))),
  }
}

export type JobTable = ReturnType<typeof useJobTable>
