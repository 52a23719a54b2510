import { panelTimeMs } from '../../shared/cron/index.ts'
import type { ClockOffset } from '../limiter/types.ts'

/** Panels print times in whole seconds, so a row may have been created up to this much after the printed time. */
const secondMs = 1000

/** If the bounds of a panel's clock are further apart, times that lie between them prove nothing. */
const mostUncertainMs = 5000

/** Whether times that lie between the bounds of a panel's clock prove something. */
export const isKnownWell = ({ loMs, hiMs }: ClockOffset): boolean => hiMs - loMs <= mostUncertainMs

/** How far a clock that is not known is taken to be off at most. Only a question depends on it, never an outcome. */
const unknownClock: ClockOffset = { loMs: -120_000, hiMs: 120_000 }

/** Returns the time at which a row was created, in ms by its panel's clock; null if that is not known. */
export function createdAtMsOf(row: object): number | null {
  return 'createdAt' in row && typeof row.createdAt === 'string' ? panelTimeMs(row.createdAt) : null
}

/**
 * Whether a row was created since a request left at `sentAtMs` on our clock, as precisely as the panel's times tell.
 * False for an older row, and also if the row does not show its time or the panel's clock is not known well enough.
 */
export function isMadeSince(row: object, sentAtMs: number, panelClock: ClockOffset | null): boolean {
  const createdAtMs = createdAtMsOf(row)
  if (createdAtMs === null || panelClock === null) return false
  const { loMs, hiMs } = panelClock
  if (createdAtMs >= sentAtMs + hiMs) return true
  return isKnownWell(panelClock) && createdAtMs + secondMs > sentAtMs + loMs
}

/** Whether a row was clearly created before a time of our clock. */
export function isClearlyOlder(row: object, atMs: number, panelClock: ClockOffset | null): boolean {
  const createdAtMs = createdAtMsOf(row)
  return createdAtMs !== null && createdAtMs + secondMs <= atMs + (panelClock ?? unknownClock).loMs
}

/** Whether a row was clearly created after a time of our clock. */
export function isClearlyNewer(row: object, atMs: number, panelClock: ClockOffset | null): boolean {
  const createdAtMs = createdAtMsOf(row)
  return createdAtMs !== null && createdAtMs > atMs + (panelClock ?? unknownClock).hiMs
}
