import { computed, onScopeDispose } from 'vue'
import type { CronRow } from '../../stores/rows.ts'
import { useText } from '../../i18n/index.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useTable } from '../../composables/table.ts'
import { jobColumns, jobCopyColumns, type ColumnPort } from './job-columns.ts'
import { jobFields } from './job-fields.ts'
import { countStates, createJobRows, createRowHealth, type JobRow } from './job-rows.ts'
import { useJobWords } from './job-words.ts'
import { createSchedules } from './schedules.ts'

/** All jobs of all servers with their health, joined to the row engine. */
export function useJobTable() {
  const { t, locale } = useText()
  const inventory = useInventoryStore()
  const words = useJobWords()
  const schedules = createSchedules()
  const healthOf = createRowHealth()
  const rowOf = createJobRows()

  let before: readonly JobRow[] = []
  // The same array as long as no row has changed: a server's status alone must not sort the table anew.
  const rows = computed<readonly JobRow[]>(() => {
    const next = inventory.cronRows.map((row: CronRow) => rowOf(row, inventory.cronSliceOf(row.server.id), inventory.statuses.get(row.server.id)))
    if (next.length !== before.length || next.some((row, place) => row !== before[place])) before = next
    return before
  })
  onScopeDispose(() => (before = []))

  const port: ColumnPort = { words, t, healthOf, schedules, sentence: (expr) => schedules.sentence(expr, locale.value), nowMs: () => Date.now() }
  const columns = jobColumns(port)
  const table = useTable(() => rows.value, { columns, keyOf: (row) => row.key, fields: jobFields(healthOf), initialSort: [{ columnId: 'name', direction: 'asc' }] })
  return {
    ...table,
    rows,
    columns,
    copyColumns: jobCopyColumns(port),
    healthOf,
    schedules,
    sentence: port.sentence,
    stateCounts: computed(() => countStates(rows.value, healthOf)),
  }
}

export type JobTable = ReturnType<typeof useJobTable>
