import type { BulkDeps } from '../types.ts'
import type { Ledger } from './ledger.ts'
import { totalOf } from './views.ts'

/**
 * Adds one entry to the activity log for each of these servers of a run that has ended, so that the log of each server
 * shows the run. Items that were sent and not read back yet count as unknown.
 */
export function noteRun(
  { activity }: Pick<BulkDeps, 'activity'>,
  ledger: Ledger,
  includesServer: (serverId: string) => boolean,
): void {
  const { head, id } = ledger.run()
  for (const { serverId, name } of head.servers) {
    const counts = ledger.counts(serverId)
    const unknown = counts.unknown + counts.sent + counts.accepted
    if (totalOf(counts) === 0 || !includesServer(serverId)) continue
    activity.note(
      { action: 'bulk.start', subject: head.name ?? head.action.type, server: { id: serverId, name } },
      {
        before: null,
        after: {
          runId: id,
          type: head.action.type,
          confirmed: counts.confirmed,
          failed: counts.failed,
          skipped: counts.skipped,
          unknown,
        },
        result: counts.failed > 0 ? 'failed' : unknown > 0 ? 'unknown' : 'done',
        error: null,
      },
    )
  }
}
