import type { Row, Tables } from '../storage/contents.ts'
import { idOf, textOf } from './rows.ts'

const entryText = (row: Row): string => `${textOf(row['server_id'])}\n${textOf(row['entry'])}`

function atMsOf(row: Row): number {
  try {
    return Number(Reflect.get(Object(JSON.parse(textOf(row['entry']))), 'atMs')) || 0
  } catch {
    return 0
  }
}

/**
 * Merges two activity lists by time. Each list keeps its own order, which is the true one even if a clock was set back.
 * An entry that is in both lists appears once. If theirs add anything, all ids are given anew, from 1.
 */
export function mergedActivity(
  mine: readonly Row[],
  theirs: readonly Row[],
): { readonly rows: readonly Row[]; readonly added: number } {
  const known = new Map<string, number>()
  for (const row of mine) known.set(entryText(row), (known.get(entryText(row)) ?? 0) + 1)
  const fresh = theirs.filter((row) => {
    const left = known.get(entryText(row)) ?? 0
    if (left > 0) known.set(entryText(row), left - 1)
    return left === 0
  })
  if (fresh.length === 0) return { rows: mine, added: 0 }
  const merged: Row[] = []
  const [left, right] = [
    mine.map((row) => [atMsOf(row), row] as const),
    fresh.map((row) => [atMsOf(row), row] as const),
  ]
  let [mineIndex, theirsIndex] = [0, 0]
  while (mineIndex < left.length || theirsIndex < right.length) {
    const [mineNext, theirsNext] = [left[mineIndex], right[theirsIndex]]
    const takeMine = mineNext !== undefined && (theirsNext === undefined || mineNext[0] <= theirsNext[0])
    const next = takeMine ? left[mineIndex++] : right[theirsIndex++]
    if (next) merged.push({ ...next[1], id: merged.length + 1 })
  }
  return { rows: merged, added: fresh.length }
}

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
