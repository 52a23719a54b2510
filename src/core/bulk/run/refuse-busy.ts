import { AppError } from '../../../shared/errors.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { isOpen, keysOf, type StoredRun } from '../../storage/run-columns.ts'
import { type BulkDeps, type CachedPlan, panelRowOf } from '../types.ts'
import { isPost } from './rows.ts'
import { isOver } from './views.ts'

/**
 * Refuses a plan while another run may still change its rows: a run that has not ended has yet to change or to read
 * back one of them, or a switch or a creation of an ended run may still be carried out and its user did not know that
 * at `askedAtMs` (wall time in ms). Who knows it may ask again.
 * @throws AppError run.busy
 */
export function refuseBusy(
  { storage: { runs }, connections }: Pick<BulkDeps, 'storage' | 'connections'>,
  { items }: Pick<CachedPlan, 'items'>,
  askedAtMs: number,
): void {
  const rowOf = (key: string) => panelRowOf(connections.panelOf, key)
  const refuse = (runId: string, keys: Iterable<string>, among: readonly PlanItem[]) => {
    const waitingRows = new Set([...keys].map(rowOf))
    if (among.some((item) => waitingRows.has(rowOf(item.key))))
      throw new AppError('run.busy', 'Another run has yet to change some of these rows', { runId })
  }
  for (const { id: runId } of runs.live())
    refuse(runId, runs.keys({ runId, states: ['planned', 'sent', 'accepted', 'held'] }), items)
  const posts = items.filter(isPost)
  if (posts.length === 0) return
  const isKnown = ({ head: { endedAtMs } }: StoredRun) => endedAtMs !== null && endedAtMs <= askedAtMs
  for (const run of runs.unconfirmed()) {
    if (!isOver(run)) continue
    const sent = runs.items({ runId: run.id, states: ['sent'] }).filter((stored) => !(isOpen(stored) && isKnown(run)))
    refuse(run.id, sent.filter(({ item }) => isPost(item)).flatMap(keysOf), posts)
  }
}
