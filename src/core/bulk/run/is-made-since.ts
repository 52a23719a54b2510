import type { PanelRow } from '../../kinds/index.ts'
import type { ClockOffset } from '../../limiter/types.ts'
import { createdAtMsOf } from './rows.ts'

/** Panels print times in whole seconds, so a row may have been created up to this much after the printed time. */
const secondMs = 1000

/** If the bounds of a panel's clock are further apart, times that lie between them prove nothing. */
const mostUncertainMs = 5000

/**
 * Whether a row was created since a request left at `sentAtMs` on our clock, as precisely as the panel's times tell.
 * False for an older row, and also if the row does not show its time or the panel's clock is not known well enough.
 */
export function isMadeSince(row: PanelRow, sentAtMs: number, panelClock: ClockOffset | null): boolean {
  const createdAtMs = createdAtMsOf(row)
  if (createdAtMs === null || panelClock === null) return false
  const { loMs, hiMs } = panelClock
  if (createdAtMs >= sentAtMs + hiMs) return true
  return hiMs - loMs <= mostUncertainMs && createdAtMs + secondMs > sentAtMs + loMs
}
