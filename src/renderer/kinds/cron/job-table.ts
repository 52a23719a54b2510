import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import type { RowTable, RowTableParts } from '../kind.ts'
import { jobColumns, jobCopyColumns, type ColumnPort } from './job-columns.ts'
import { jobFields, jobGuide } from './job-fields.ts'
import { jobGroups } from './job-groups.ts'
import { useJobHealthStore, type JobRow, useJobSchedulesStore } from './job-rows.ts'
import { jobTermWords } from './job-terms.ts'
import { useJobWords } from './job-words.ts'
import JobGrid from './JobGrid.vue'
import JobPanel from './JobPanel.vue'
import StateFilters from './StateFilters.vue'
import { useJobCommands } from './use-job-commands.ts'

function useParts(): RowTableParts<JobRow> {
  const { t, locale } = useText()
  const { healthOf } = useJobHealthStore()
  const schedules = useJobSchedulesStore()
  const port: ColumnPort = {
    words: useJobWords(),
    t,
    healthOf,
    schedules,
    sentence: (expr) => schedules.sentence(expr, locale.value),
    nowMs: () => Date.now(),
  }
  const fields = jobFields(healthOf)
  return {
    columns: jobColumns(port),
    copyColumns: jobCopyColumns(port),
    groupKeys: jobGroups(port, locale.value),
    fields: () => fields,
    guide: jobGuide(useServersStore()),
    termWords: (term) => jobTermWords(term, t),
    isQuickFilter: ({ field, negated }) => field === 'state' && !negated,
  }
}

/** The table of cron jobs. */
export const jobTable: RowTable<JobRow> = {
  sortedBy: 'name',
  grid: JobGrid,
  panel: JobPanel,
  quickFilters: StateFilters,
  useParts,
  useCommands: useJobCommands,
}
