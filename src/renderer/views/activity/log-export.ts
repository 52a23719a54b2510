import type { ActivityEntry } from '../../../shared/model/activity.ts'
import type { CopyColumn } from '../../table/copy.ts'

/** One entry as JSON with its time as ISO 8601 in UTC, for a ticket or a script. The log holds no secret. */
export function entryJson(entry: ActivityEntry): string {
  const { id, atMs, ...rest } = entry
  return JSON.stringify({ id, at: new Date(atMs).toISOString(), ...rest }, null, 2)
}

/** The words that an export needs beside what an entry holds. */
export interface ExportWords {
  readonly heading: (id: ExportColumn) => string
  readonly action: (entry: ActivityEntry) => string
  readonly change: (entry: ActivityEntry) => string
  readonly result: (entry: ActivityEntry) => string
}
export type ExportColumn = 'when' | 'actor' | 'action' | 'subject' | 'server' | 'change' | 'result'

/**
 * Columns of the log as a file: what the table shows in words, then what a script wants. Times are ISO 8601 in UTC,
 * `before` and `after` JSON objects.
 */
export function exportColumns(words: ExportWords): readonly CopyColumn<ActivityEntry>[] {
  const worded = (id: ExportColumn, text: (entry: ActivityEntry) => string) => ({ id, name: words.heading(id), text })
  const facts = (side: ActivityEntry['before']) => (side === null ? '' : JSON.stringify(side))
  return [
    { id: 'id', name: 'id', text: ({ id }) => String(id) },
    worded('when', ({ atMs }) => new Date(atMs).toISOString()),
    worded('actor', ({ actor }) => actor),
    worded('action', words.action),
    worded('subject', ({ subject }) => subject),
    worded('server', ({ serverName }) => serverName ?? ''),
    worded('change', words.change),
    worded('result', words.result),
    { id: 'method', name: 'method', text: ({ action }) => action },
    { id: 'error', name: 'error', text: ({ error }) => error?.code ?? '' },
    { id: 'before', name: 'before', text: ({ before }) => facts(before) },
    { id: 'after', name: 'after', text: ({ after }) => facts(after) },
  ]
}

/** The day of an export in its file's name, as 2026-11-23 on this machine's clock. */
export function dayOf(nowMs: number): string {
  const day = new Date(nowMs)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
