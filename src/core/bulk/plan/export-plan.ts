import Papa from 'papaparse'
import { formulaStart } from '../../../shared/formula.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { CachedPlan } from '../types.ts'

const columns = ['server', 'kind', 'subject', 'change', 'before', 'after', 'flags', 'undo', 'reason', 'detail'] as const

const valueText = (value: unknown): string =>
  Array.isArray(value) ? value.join(' ') : value === null ? 'unknown' : String(value)

/** Returns `field: value; field: value`, with spaces between the entries of a list and `unknown` for null. */
export const factsText = (facts: RowFacts | null): string =>
  facts === null
    ? ''
    : Object.entries(facts)
        .map(([field, value]) => `${field}: ${valueText(value)}`)
        .join('; ')

/** Exports a plan for review elsewhere: what it changes and what it cannot change. Holds no password. */
export function exportPlan(
  { head, items, impossible }: CachedPlan,
  format: 'csv' | 'json',
  servers: readonly StoredServer[],
): { readonly fileName: string; readonly text: string } {
  const fileName = `wisdeck-plan-${new Date(head.createdAtMs).toISOString().slice(0, 10)}.${format}`
  const names = new Map(servers.map(({ id, name }) => [id, name]))
  const nameOf = (serverId: string) => names.get(serverId) ?? serverId
  if (format === 'json') {
    const named = <T extends { readonly serverId: string }>(row: T) => ({ server: nameOf(row.serverId), ...row })
    return {
      fileName,
      text: `${JSON.stringify({ wisdeck: 1, plan: head, items: items.map(named), impossible: impossible.map(named) }, null, 2)}\n`,
    }
  }
  const data = [
    ...items.map((item) => [
      nameOf(item.serverId),
      item.kind,
      item.subject,
      item.op,
      factsText(item.before),
      factsText(item.after),
      item.flags.join(' '),
      item.undo,
      '',
      '',
    ]),
    ...impossible.map((row) => [
      nameOf(row.serverId),
      row.key.split('/')[1] ?? '',
      row.subject,
      'none',
      '',
      '',
      '',
      '',
      row.reason,
      row.detail ?? '',
    ]),
  ]
  return { fileName, text: Papa.unparse({ fields: [...columns], data }, { escapeFormulae: formulaStart }) }
}
