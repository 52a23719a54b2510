import { computed } from 'vue'
import { useText } from '../../i18n/index.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useTable } from '../../composables/table.ts'
import { arrange, emptyPlaces, type Places } from '../../table/places.ts'
import { jobColumns, jobCopyColumns, type ColumnPort } from './job-columns.ts'
import { jobFields } from './job-fields.ts'
import { createJobRows, createRowHealth, createStateCounts, type JobRow } from './job-rows.ts'
import { useJobWords } from './job-words.ts'
import { createSchedules } from './schedules.ts'

/** All jobs of all servers with their health, joined to the row engine. */
export function useJobTable() {
  const { t, locale } = useText()
  const inventory = useInventoryStore()
  const words = useJobWords()
  const schedules = createSchedules()
  const healthOf = createRowHealth()
  const jobRowsOf = createJobRows()
  const stateCountsOf = createStateCounts(healthOf)

  // The same places as long as no row has changed: a server's status alone must not sort the table anew.
  const places = computed<Places<JobRow>>((before) =>
    arrange(
      before ?? emptyPlaces((row: JobRow) => row.key),
      Array.from(inventory.cronPlaces.blocks, ([id, { rows }]) => [id, jobRowsOf(rows, inventory.cronSliceOf(id), inventory.statuses.get(id))] as const),
    ),
  )

  const port: ColumnPort = { words, t, healthOf, schedules, sentence: (expr) => schedules.sentence(expr, locale.value), nowMs: () => Date.now() }
  const columns = jobColumns(port)
  const table = useTable(() => places.value, { columns, keyOf: (row) => row.key, fields: jobFields(healthOf), initialSort: [{ columnId: 'name', direction: 'asc' }] })
  return {
    ...table,
    columns,
    copyColumns: jobCopyColumns(port),
    healthOf,
    schedules,
    sentence: port.sentence,
    stateCounts: computed(() => stateCountsOf(Array.from(places.value.blocks.values(), ({ rows }) => rows))),
  }
}

export type JobTable = ReturnType<typeof useJobTable>
