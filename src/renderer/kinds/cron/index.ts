import { CalendarClock, Copy, PenLine, Plus, Power, PowerOff, Trash2 } from '@lucide/vue'
import type { RowKind } from '../kind.ts'
import { type JobRow, useJobRows } from './job-rows.ts'
import { defineAsyncComponent } from 'vue'
import type { RowAction, RowCreation } from '../../bulk/row-actions.ts'

/** The actions on many jobs. Their forms load when they are first opened. */
const jobActions: readonly RowAction[] = [
  {
    id: 'edit',
    label: 'action.editAsk',
    icon: PenLine,
    form: defineAsyncComponent(() => import('./forms/JobsForm.vue')),
  },
  {
    id: 'enable',
    label: 'action.enable',
    icon: Power,
    change: { type: 'cron.edit', patch: { enabled: true } },
  },
  {
    id: 'disable',
    label: 'action.disable',
    icon: PowerOff,
    change: { type: 'cron.edit', patch: { enabled: false } },
  },
  {
    id: 'copyTo',
    label: 'bulk.action.copyTo',
    icon: Copy,
    form: defineAsyncComponent(() => import('./forms/CopyForm.vue')),
  },
  { id: 'remove', label: 'action.deleteOnServerAsk', icon: Trash2, change: { type: 'cron.remove' }, danger: true },
]

/** The ways to create many jobs. */
const jobCreations: readonly RowCreation[] = [
  {
    id: 'many',
    label: 'bulk.action.createJobs',
    icon: Plus,
    form: defineAsyncComponent(() => import('./forms/NewJobForm.vue')),
  },
]

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
