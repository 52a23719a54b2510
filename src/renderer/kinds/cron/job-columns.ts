import type { JobHealth } from '../../../shared/cron/index.ts'
import type { useText } from '../../i18n/index.ts'
import type { Column } from '../../table/columns.ts'
import type { CopyColumn } from '../../table/copy.ts'
import { ownerAndDomain, serverCopyColumns } from '../shared-columns.ts'
import { stateSortKey, type JobRow, nextRunMs } from './job-rows.ts'
import type { useJobWords } from './job-words.ts'
import type { Schedules } from '../../composables/schedules.ts'
import { timeMs } from './schedule/server-clock.ts'

/** What the columns need to fill their cells. */
export interface ColumnPort {
  readonly words: ReturnType<typeof useJobWords>
  readonly t: ReturnType<typeof useText>['t']
  readonly healthOf: (row: JobRow) => JobHealth
  readonly schedules: Schedules
  /** Describes an expression in the user's language; null for one that is not valid. */
  readonly sentence: (expr: string) => string | null
  readonly nowMs: () => number
}

const belonging = ownerAndDomain<JobRow>(({ job }) => job)

/** Columns that few users need. They are hidden until the user shows them. */
const hiddenColumns: readonly Column<JobRow>[] = [
  ...belonging.columns,
  {
    id: 'id',
    header: 'cron.panel.id',
    text: (row) => String(row.job.id),
    sortKey: (row) => row.job.id,
    widthPx: 72,
    align: 'end',
    muted: true,
    hidden: true,
    searchable: false,
  },
]

/**
 * The columns of the table. Their text is what the filter searches, if the column is searchable, and what the tooltip
 * shows. What is copied is in `jobCopyColumns`.
 */
export function jobColumns(port: ColumnPort): readonly Column<JobRow>[] {
  const { words, t, healthOf, schedules, sentence, nowMs } = port
  const lastMs = (row: JobRow) => timeMs(row.job.lastRunAt)
  const nextMs = (row: JobRow) => nextRunMs(row, nowMs(), schedules)
  return [
    { id: 'name', header: 'cron.column.name', text: (row) => row.job.name, widthPx: 136, leastPx: 120, grow: 2 },
    {
      id: 'server',
      header: 'field.server',
      text: (row) => row.server.name,
      widthPx: 148,
      leastPx: 112,
      grow: 3,
      muted: true,
    },
    {
      id: 'state',
      header: 'field.state',
      text: (row) => words.explain(row, healthOf(row)).join(' '),
      sortKey: (row) => stateSortKey(healthOf(row)),
      widthPx: 122,
      searchable: false,
    },
    {
      id: 'schedule',
      header: 'field.cronExpr',
      text: (row) => [row.job.cronExpr, sentence(row.job.cronExpr)].filter(Boolean).join(' – '),
      widthPx: 180,
      leastPx: 120,
      grow: 4,
    },
    { id: 'command', header: 'field.command', text: (row) => row.job.command, widthPx: 152, grow: 5, mono: true },
    {
      id: 'lastRun',
      header: 'cron.column.lastRun',
      text: (row) => words.bothClocks(row, lastMs(row), nowMs()) || t('cron.panel.neverRan'),
      sortKey: lastMs,
      widthPx: 128,
      muted: true,
      searchable: false,
    },
    {
      id: 'nextRun',
      header: 'cron.column.nextRun',
      text: (row) => words.bothClocks(row, nextMs(row), nowMs()),
      sortKey: nextMs,
      widthPx: 128,
      muted: true,
      searchable: false,
    },
    ...hiddenColumns,
  ]
}

/** The columns for copying jobs. Mail settings, notes and the times of creation and change are left out. */
export function jobCopyColumns({
  words,
  t,
  healthOf,
  schedules,
  sentence,
  nowMs,
}: ColumnPort): readonly CopyColumn<JobRow>[] {
  const iso = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString())
  return [
    { id: 'name', name: t('cron.column.name'), text: (row) => row.job.name },
    ...serverCopyColumns<JobRow>(t),
    { id: 'cronExpr', name: t('field.cronExpr'), text: (row) => row.job.cronExpr },
    { id: 'sentence', name: t('cron.column.sentence'), text: (row) => sentence(row.job.cronExpr) ?? '' },
    { id: 'command', name: t('field.command'), text: (row) => row.job.command },
    {
      id: 'state',
      name: t('field.state'),
      text: (row) => words.state(healthOf(row)),
      value: (row) => healthOf(row).state,
    },
    {
      id: 'enabled',
      name: t('field.isEnabled'),
      text: (row) => String(row.job.enabled),
      value: (row) => row.job.enabled,
    },
    {
      id: 'lastRunAt',
      name: t('cron.column.lastRun'),
      text: (row) => row.job.lastRunAt ?? '',
      value: (row) => row.job.lastRunAt,
    },
    { id: 'nextRunAt', name: t('cron.column.nextRun'), text: (row) => iso(nextRunMs(row, nowMs(), schedules)) },
    ...belonging.copyColumns(t),
    { id: 'id', name: t('cron.panel.id'), text: (row) => String(row.job.id), value: (row) => row.job.id },
  ]
}
