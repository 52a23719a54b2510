import type { Ledger } from './ledger.ts'
import { totalOf } from './views.ts'

/** Fewer tried items than this say nothing of a share. */
const leastTried = 5

/**
 * Whether a larger share of a server's tried items has failed than the run allows. Held and skipped items count as not
 * tried.
 */
export function tooMany(ledger: Ledger, serverId: string): boolean {
  const most = ledger.run().head.options.stopAtFailedPercent
  if (most === null) return false
  const counts = ledger.counts(serverId)
  const failed = counts.failed + counts.unknown
  const tried = failed + counts.confirmed + counts.accepted
  return tried >= Math.min(leastTried, totalOf(counts)) && failed * 100 > most * tried
}
