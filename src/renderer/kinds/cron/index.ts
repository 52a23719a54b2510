import { CalendarClock } from '@lucide/vue'
import type { RowKind } from '../kind.ts'
import { jobActions, jobCreations } from './job-bulk.ts'
import { type JobRow, useJobRows } from './job-rows.ts'

/** Cron jobs. */
export const cronJobs: RowKind<JobRow> = {
  kind: 'cron',
  icon: CalendarClock,
  useRows: useJobRows,
  nameOf: ({ job }) => job.name,
  keywordsOf: ({ job }) => job.command,
  actions: jobActions,
  creations: jobCreations,
  suggestedViews: [
    { id: 'suggested-failing', name: 'views.suggested.failing', query: 'state:failing' },
    { id: 'suggested-missed', name: 'views.suggested.missed', query: 'state:missed,late' },
  ],
  loadTable: async () => (await import('./job-table.ts')).jobTable,
}
