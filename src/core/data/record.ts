import type { Row, Tables } from '../storage/contents.ts'
import { idOf, textOf } from './rows.ts'

const valueColumns = ['at_ms', 'actor', 'server_id', 'subject', 'action', 'before', 'after', 'result', 'error'] as const

/** Returns what makes an entry the same as one in another record: its run and item, else everything that it says. */
const identityOf = (row: Row): string =>
  row['run_id'] === null
    ? JSON.stringify(valueColumns.map((column) => row[column]))
    : `${textOf(row['run_id'])} ${textOf(row['item_index'])}`

/**
 * Merges two records by time. Each keeps its own order, which is the true one even if a clock was set back. An entry
 * that is in both appears once, as it is here. If theirs adds anything, all ids are given anew, from 1.
 */
export function mergedEntries(
  mine: readonly Row[],
  theirs: readonly Row[],
): { readonly rows: readonly Row[]; readonly added: number } {
  const known = new Map<string, number>()
  for (const row of mine) known.set(identityOf(row), (known.get(identityOf(row)) ?? 0) + 1)
  const fresh = theirs.filter((row) => {
    const left = known.get(identityOf(row)) ?? 0
    if (left > 0) known.set(identityOf(row), left - 1)
    return left === 0
  })
  if (fresh.length === 0) return { rows: mine, added: 0 }
  const merged: Row[] = []
  const headIds = new Map<string, number>()
  let [mineIndex, theirsIndex] = [0, 0]
  while (mineIndex < mine.length || theirsIndex < fresh.length) {
    const [mineNext, theirsNext] = [mine[mineIndex], fresh[theirsIndex]]
    const takeMine = mineNext && (!theirsNext || Number(mineNext['at_ms']) <= Number(theirsNext['at_ms']))
    const next = takeMine ? mine[mineIndex++] : fresh[theirsIndex++]
    if (!next) continue
    const id = merged.length + 1
    if (isHead(next)) headIds.set(textOf(next['run_id']), id)
    merged.push({ ...next, id })
  }
  // The head of a run is looked up by the run, because the other record may have had it under another id.
  const rows = merged.map((row) =>
    row['group_id'] === null ? row : { ...row, group_id: headIds.get(textOf(row['run_id'])) ?? null },
  )
  return { rows, added: fresh.filter((row) => !isHead(row)).length }
}

const isHead = (row: Row) => row['result'] === null

const finishedStates: ReadonlySet<unknown> = new Set(['done', 'cancelled'])

/**
 * Merges the runs. A run that is here stays as it is, because its outcome is known here. A run of the same plan counts
 * as the same run. A run of theirs that has not ended becomes `interrupted`, as after a crash.
 */
export function mergedRuns(
  mine: Tables,
  theirs: Tables,
): Pick<Tables, 'runs' | 'run_items'> & { readonly added: number } {
  const ids = new Set(mine.runs.map(idOf))
  const plans = new Set(mine.runs.map((row) => row['plan_id']))
  const fresh = theirs.runs.filter((row) => !ids.has(idOf(row)) && !plans.has(row['plan_id']))
  if (fresh.length === 0) return { runs: mine.runs, run_items: mine.run_items, added: 0 }
  const freshIds = new Set(fresh.map(idOf))
  return {
    runs: [
      ...mine.runs,
      ...fresh.map((row) => (finishedStates.has(row['state']) ? row : { ...row, state: 'interrupted' })),
    ],
    run_items: [...mine.run_items, ...theirs.run_items.filter((row) => freshIds.has(textOf(row['run_id'])))],
    added: fresh.length,
  }
}
