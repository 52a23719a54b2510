import type { ActivityEntry, ActivityLine } from '../../../shared/model/activity.ts'

export type RunLine = Extract<ActivityLine, { type: 'run' }>

/** A row of the Activity table: a run of several rows, or an entry. `isPart` is true below the run that is open. */
export type ActivityRow =
  | { readonly type: 'run'; readonly key: string; readonly line: RunLine; readonly isOpen: boolean }
  | { readonly type: 'entry'; readonly key: string; readonly entry: ActivityEntry; readonly isPart: boolean }

const entryRow = (entry: ActivityEntry, isPart: boolean): ActivityRow => ({
  type: 'entry',
  key: String(entry.id),
  entry,
  isPart,
})

/** Returns the rows to show: one for each line, and below each open run its entries. */
export function rowsOf(
  lines: readonly ActivityLine[],
  openRuns: ReadonlyMap<string, readonly ActivityEntry[]>,
): readonly ActivityRow[] {
  return lines.flatMap((line) => {
    if (line.type === 'entry') return [entryRow(line.entry, false)]
    const entries = openRuns.get(line.runId)
    const row = { type: 'run', key: `run ${line.id}`, line, isOpen: entries !== undefined } as const
    return [row, ...(entries ?? []).map((entry) => entryRow(entry, true))]
  })
}

/** Returns the most serious result among the entries of a run. */
export function worstOf({ counts }: RunLine): ActivityEntry['result'] | null {
  const results = ['failed', 'unknown', 'under-way', 'done', 'skipped'] as const
  return results.find((result) => counts[result] > 0) ?? null
}
