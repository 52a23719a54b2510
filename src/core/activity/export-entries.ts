import { createHash } from 'node:crypto'
import Papa from 'papaparse'
import { formulaStart } from '../../shared/formula.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'

const jsonOf = (value: unknown) => (value === null ? '' : JSON.stringify(value))

/** The columns of an exported record. `before`, `after`, `error` and `found` are JSON. Times are ISO 8601 in UTC. */
const columns: Readonly<Record<string, (entry: ActivityEntry) => string | number>> = {
  id: ({ id }) => id,
  time: ({ atMs }) => new Date(atMs).toISOString(),
  user: ({ actor }) => actor,
  name: ({ actorName }) => actorName ?? '',
  reason: ({ reason }) => reason ?? '',
  server: ({ serverName }) => serverName ?? '',
  server_id: ({ serverId }) => serverId ?? '',
  kind: ({ kind }) => kind ?? '',
  row: ({ rowKey }) => rowKey ?? '',
  subject: ({ subject }) => subject,
  action: ({ action }) => action,
  before: ({ before }) => jsonOf(before),
  after: ({ after }) => jsonOf(after),
  result: ({ result }) => result,
  error: ({ error }) => jsonOf(error),
  found: ({ found }) => jsonOf(found),
  run: ({ runId }) => runId ?? '',
  undo_of: ({ undoOf }) => undoOf ?? '',
}

/**
 * Exports entries, oldest first, with the SHA-256 sum of the file in hexadecimal. In CSV, cells that a spreadsheet
 * would run are guarded, and a byte order mark says that it is UTF-8.
 */
export function exportEntries(newestFirst: readonly ActivityEntry[], format: 'csv' | 'json', nowMs: number) {
  const entries = newestFirst.toReversed()
  const fileName = `wisdeck-activity-${new Date(nowMs).toISOString().slice(0, 10)}.${format}`
  const text =
    format === 'json'
      ? `${JSON.stringify({ wisdeck: 1, entries: entries.map(({ atMs, ...entry }) => ({ time: new Date(atMs).toISOString(), ...entry })) }, null, 2)}\n`
      : `\ufeff${Papa.unparse(
          {
            fields: Object.keys(columns),
            data: entries.map((entry) => Object.values(columns).map((cell) => cell(entry))),
          },
          { escapeFormulae: formulaStart },
        )}`
  return { fileName, text, sha256: createHash('sha256').update(text).digest('hex'), entries: entries.length }
}
