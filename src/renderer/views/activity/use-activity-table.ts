import { computed } from 'vue'
import { useBulkWords } from '../../bulk/use-bulk-words.ts'
import { useActivityWords } from '../../changes/use-activity-words.ts'
import { absoluteTime } from '../../composables/relative-time.ts'
import { useTable } from '../../composables/table.ts'
import { useText } from '../../i18n/index.ts'
import { changedOf, mostOfRun, totalOf, useActivityStore } from '../../stores/activity.ts'
import type { Column } from '../../table/columns.ts'
import { type ActivityRow, rowsOf, type RunLine, worstOf } from './activity-rows.ts'

/** The words of a run's line. */
export function useRunWords() {
  const { t, tn, has, number } = useText()
  const bulkWords = useBulkWords()
  return {
    /** Returns its name, or what it did. */
    title(line: RunLine): string {
      const { name, action, plan } = line
      const key = `activity.bulk.${action.replace('.', '_')}`
      return name ?? (plan ? bulkWords.title(plan, changedOf(line)) : has(key) ? t(key) : action)
    },
    /** Returns how many rows it changed and how that went, and why it was made. */
    change(line: RunLine, isOpen: boolean): string {
      const { failed, unknown, skipped } = line.counts
      const [total, changed] = [totalOf(line), changedOf(line)]
      return [
        total === 0 ? t('activity.run.nothing') : tn('count.rows', changed),
        failed > 0 ? tn('count.failed', failed) : '',
        unknown > 0 ? tn('count.unknown', unknown) : '',
        skipped > 0 && changed < total ? tn('runs.head.skipped', skipped) : '',
        line.reason ?? '',
        isOpen && total > mostOfRun ? t('activity.run.newest', { n: number(mostOfRun) }) : '',
      ]
        .filter(Boolean)
        .join(' · ')
    },
  }
}

/** The record as a table. Its order is that of the record, so that no column sorts. */
export function useActivityTable() {
  const { t, locale } = useText()
  const store = useActivityStore()
  const words = useActivityWords()
  const runWords = useRunWords()
  const column = (
    id: 'when' | 'action' | 'subject' | 'server' | 'change' | 'result' | 'actor',
    text: (row: ActivityRow) => string,
    widthPx: number,
    more: Pick<Column<ActivityRow>, 'grow' | 'leastPx' | 'muted'> = {},
  ): Column<ActivityRow> => ({ id, header: `activity.column.${id}`, text, widthPx, sortable: false, ...more })
  const personOf = ({ actor, actorName }: { readonly actor: string; readonly actorName: string | null }) =>
    actorName ?? actor
  const resultOf = (row: ActivityRow) => (row.type === 'run' ? worstOf(row.line) : row.entry.result)
  const columns = [
    column('when', (row) => absoluteTime(row.type === 'run' ? row.line.atMs : row.entry.atMs, locale.value), 136),
    column('action', (row) => (row.type === 'run' ? t('activity.action.bulk_start') : words.action(row.entry)), 184, {
      grow: 0.5,
      leastPx: 128,
    }),
    column('subject', (row) => (row.type === 'run' ? runWords.title(row.line) : words.subject(row.entry)), 132, {
      grow: 0.6,
      leastPx: 104,
    }),
    column('server', (row) => (row.type === 'run' ? '' : (row.entry.serverName ?? '')), 148, {
      grow: 0.5,
      leastPx: 104,
      muted: true,
    }),
    column(
      'change',
      (row) => (row.type === 'run' ? runWords.change(row.line, row.isOpen) : words.change(row.entry)),
      196,
      {
        grow: 3,
      },
    ),
    column('result', (row) => ((result) => (result ? t(`activity.result.${result}`) : ''))(resultOf(row)), 120),
    column('actor', (row) => personOf(row.type === 'run' ? row.line : row.entry), 104, { muted: true }),
  ]
  const rows = computed(() => rowsOf(store.lines, store.openRuns))
  const table = useTable(() => rows.value, { columns, keyOf: ({ key }) => key })
  return { store, words, runWords, columns, rows, table, resultOf }
}
