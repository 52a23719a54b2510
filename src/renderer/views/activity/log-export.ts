import type { ActivityEntry } from '../../../shared/model/activity.ts'
import type { CopyColumn } from '../../table/copy.ts'

/** Returns one entry as JSON, with its time as ISO 8601 in UTC, to share or for a script. The log holds no secrets. */
export function entryJson(entry: ActivityEntry): string {
  const { id, atMs, ...rest } = entry
  return JSON.stringify({ id, at: new Date(atMs).toISOString(), ...rest }, null, 2)
}

/** The words that an export needs in addition to the entries. */
export interface ExportWords {
  readonly heading: (id: ExportColumn) => string
  readonly action: (entry: ActivityEntry) => string
  readonly change: (entry: ActivityEntry) => string
  readonly result: (entry: ActivityEntry) => string
}
export type ExportColumn = 'when' | 'actor' | 'action' | 'subject' | 'server' | 'change' | 'result'

/**
 * Returns the columns of the exported log: the entry's id, what the table shows in words, then fields for scripts.
 * Times are ISO 8601 in UTC. `before` and `after` are JSON objects, or empty.
 */
export function exportColumns(words: ExportWords): readonly CopyColumn<ActivityEntry>[] {
  const wordColumn = (id: ExportColumn, text: (entry: ActivityEntry) => string) => ({
    id,
    name: words.heading(id),
    text,
  })
  const jsonOf = (side: ActivityEntry['before']) => (side === null ? '' : JSON.stringify(side))
  return [
    { id: 'id', name: 'id', text: ({ id }) => String(id) },
    wordColumn('when', ({ atMs }) => new Date(atMs).toISOString()),
    wordColumn('actor', ({ actor }) => actor),
    wordColumn('action', words.action),
    wordColumn('subject', ({ subject }) => subject),
    wordColumn('server', ({ serverName }) => serverName ?? ''),
    wordColumn('change', words.change),
    wordColumn('result', words.result),
    { id: 'method', name: 'method', text: ({ action }) => action },
    { id: 'error', name: 'error', text: ({ error }) => error?.code ?? '' },
    { id: 'before', name: 'before', text: ({ before }) => jsonOf(before) },
    { id: 'after', name: 'after', text: ({ after }) => jsonOf(after) },
  ]
}

/** Returns the day for the file name of an export, such as 2026-11-23, on this machine's clock. */
export function dayOf(nowMs: number): string {
  const day = new Date(nowMs)
  const twoDigits = (figure: number) => String(figure).padStart(2, '0')
  return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`
}
