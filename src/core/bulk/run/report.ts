import Papa from 'papaparse'
import { formulaStart } from '../../../shared/formula.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { FailureGroup, Run, RunItem } from '../../../shared/model/run.ts'

const mostIndexes = 1000

/** Groups failed and unknown items by the code of their error and the panel's status; the largest group comes first. */
export function failuresOf(items: Iterable<RunItem>): FailureGroup[] {
  const groups = new Map<
    string,
    { error: FailureGroup['error']; servers: Set<string>; indexes: number[]; count: number }
  >()
  for (const { error, index, serverId } of items) {
    if (!error) continue
    const key = `${error.code} ${String(error.details?.['status'] ?? '')}`
    const group = groups.get(key) ?? { error, servers: new Set(), indexes: [], count: 0 }
    group.count += 1
    group.servers.add(serverId)
    if (group.indexes.length < mostIndexes) group.indexes.push(index)
    groups.set(key, group)
  }
  return [...groups.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ servers, ...group }) => ({ ...group, servers: servers.size }))
}

const columns = [
  'server',
  'kind',
  'subject',
  'change',
  'state',
  'reason',
  'before',
  'after',
  'found',
  'made_id',
  'sent_at',
  'ended_at',
] as const

const factsText = (facts: RowFacts | null): string => {
  const valueText = (value: unknown) => (Array.isArray(value) ? value.join(' ') : String(value ?? ''))
  return Object.entries(facts ?? {})
    .map(([field, value]) => `${field}: ${valueText(value)}`)
    .join('; ')
}
const time = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString())

/** Exports what a run did, item by item, without passwords. In CSV, cells that a spreadsheet would run are guarded. */
export function exportRun(
  run: Run,
  items: readonly RunItem[],
  format: 'csv' | 'json',
  nameOf: (serverId: string) => string,
): { readonly fileName: string; readonly text: string } {
  const fileName = `wisdeck-run-${new Date(run.startedAtMs).toISOString().slice(0, 10)}.${format}`
  if (format === 'json') {
    const named = items.map((item) => ({ server: nameOf(item.serverId), ...item }))
    return { fileName, text: `${JSON.stringify({ wisdeck: 1, run, items: named }, null, 2)}\n` }
  }
  const data = items.map((item) => [
    nameOf(item.serverId),
    item.kind,
    item.subject,
    item.op,
    item.state,
    item.skipped ?? item.error?.code ?? '',
    factsText(item.before),
    factsText(item.after),
    factsText(item.found),
    item.madeId ?? '',
    time(item.sentAtMs),
    time(item.endedAtMs),
  ])
  return { fileName, text: Papa.unparse({ fields: [...columns], data }, { escapeFormulae: formulaStart }) }
}
