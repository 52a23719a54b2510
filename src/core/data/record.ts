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
  const known = Map.groupBy(mine, identityOf)
  /** The rows of mine that are rows of theirs too, by the ids that they have there. */
  const twins = new Map<unknown, Row>()
  const fresh = theirs.filter((row) => {
    const twin = known.get(identityOf(row))?.shift()
    if (twin) twins.set(row['id'], twin)
    return !twin
  })
  if (fresh.length === 0) return { rows: mine, added: 0 }
  const merged: Row[] = []
  const headIds = new Map<string, number>()
  const [mineIds, theirIds] = [new Map<unknown, number>(), new Map<unknown, number>()]
  let [mineIndex, theirsIndex] = [0, 0]
  while (mineIndex < mine.length || theirsIndex < fresh.length) {
    const [mineNext, theirsNext] = [mine[mineIndex], fresh[theirsIndex]]
    const takeMine = mineNext && (!theirsNext || Number(mineNext['at_ms']) <= Number(theirsNext['at_ms']))
    const next = takeMine ? mine[mineIndex++] : fresh[theirsIndex++]
    if (!next) continue
    const id = merged.length + 1
    if (isHead(next)) headIds.set(textOf(next['run_id']), id)
    ;(takeMine ? mineIds : theirIds).set(next['id'], id)
    merged.push(next)
  }
  for (const [theirId, twin] of twins) theirIds.set(theirId, mineIds.get(twin['id']) ?? 0)
  const isMine = new Set(mine)
  // The head of a run is looked up by the run, because the other record may have had it under another id.
  const rows = merged.map((row, index) => ({
    ...row,
    id: index + 1,
    group_id: row['group_id'] === null ? null : (headIds.get(textOf(row['run_id'])) ?? null),
    undo_of: (isMine.has(row) ? mineIds : theirIds).get(row['undo_of']) ?? null,
  }))
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
