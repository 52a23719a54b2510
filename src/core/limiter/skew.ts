import type { RateHeaders } from './rate-headers.ts'
import type { ClockOffset } from './types.ts'

/** The bounds of the clock offset (how far the server's clock is ahead of ours), with where they come from. */
export interface SkewBounds extends ClockOffset {
  /** `date`: measured. `reset`: deduced from the end of the window alone; wide, and used only if no Date comes. */
  readonly source: 'date' | 'reset'
}

/** Date and Reset are whole seconds: the true time is up to this much after them, or before if they were rounded up. */
const secondMs = 1000

/**
 * Narrows the bounds by one reply. Clock times in ms.
 *
 * The server read its clock for a Date of D between our sending and our receiving, so D − received ≤ skew ≤ D + 1 s
 * − sent. If no Date comes, a Reset of R cannot lie in the past of that clock, nor further ahead than one window: R
 * − window − 1 s − received ≤ skew ≤ R + 1 s − sent. If two bounds exclude each other, a clock was set: then only
 * the newest reply counts.
 */
export function narrowSkew(
  known: SkewBounds | null,
  rate: RateHeaders,
  sentAtMs: number,
  receivedAtMs: number,
  windowMs: number,
): SkewBounds | null {
  const reported = boundsOf(rate, sentAtMs, receivedAtMs, windowMs)
  if (reported === null || (reported.source === 'reset' && known?.source === 'date')) return known
  if (known === null || known.source !== reported.source) return reported
  const loMs = Math.max(known.loMs, reported.loMs)
  const hiMs = Math.min(known.hiMs, reported.hiMs)
  return loMs <= hiMs ? { loMs, hiMs, source: reported.source } : reported
}

function boundsOf(rate: RateHeaders, sentAtMs: number, receivedAtMs: number, windowMs: number): SkewBounds | null {
  if (rate.dateMs !== null) {
    return { loMs: rate.dateMs - receivedAtMs, hiMs: rate.dateMs + secondMs - sentAtMs, source: 'date' }
  }
  if (rate.reset?.kind !== 'instant') return null
  const resetMs = rate.reset.atMs
  return {
    loMs: resetMs - windowMs - secondMs - receivedAtMs,
    hiMs: resetMs + secondMs - sentAtMs,
    source: 'reset',
  }
}

/** Converts bounds from the steady clock to the wall clock, which is `wallAheadMs` ahead of it. */
export function onWallClock(skew: SkewBounds | null, wallAheadMs: number): SkewBounds | null {
  return skew && { ...skew, loMs: skew.loMs - wallAheadMs, hiMs: skew.hiMs - wallAheadMs }
}

/** The smallest offset that a Date of whole seconds proves. Clocks set by NTP differ by less. */
const leastSkewMs = 2000

/**
 * Returns how far the server's clock is ahead: the middle of the bounds in ms, rounded to the second. Returns 0 if
 * the offset may be zero or is smaller than a Date can prove. Returns null unless a Date was seen, because a Reset
 * alone is off by up to a window.
 */
export function measuredSkew(skew: SkewBounds | null): number | null {
  if (skew?.source !== 'date') return null
  const middleMs = (skew.loMs + skew.hiMs) / 2
  const maybeNone = skew.loMs <= 0 && skew.hiMs >= 0
  return maybeNone || Math.abs(middleMs) < leastSkewMs ? 0 : Math.round(middleMs / secondMs) * secondMs
}

/** Returns the proven bounds of the offset; null unless a Date was seen. */
export const provenOffset = (skew: SkewBounds | null): ClockOffset | null =>
  skew?.source === 'date' ? { loMs: skew.loMs, hiMs: skew.hiMs } : null

/**
 * Returns the latest time, on our clock, at which the window that a reply describes can end; null if the reply does
 * not say. One second is added because the panel may have cut the fraction off.
 */
export function latestReset(rate: RateHeaders, skew: SkewBounds | null, receivedAtMs: number): number | null {
  if (rate.reset === null) return null
  if (rate.reset.kind === 'span') return receivedAtMs + rate.reset.ms + secondMs
  return rate.reset.atMs + secondMs - safestSkew(skew)
}

/**
 * Returns the offset to correct a Reset with. A measured offset gives the lower bound. A deduced one gives zero
 * while zero is possible, because most clocks are set by NTP.
 */
function safestSkew(skew: SkewBounds | null): number {
  if (skew === null) return 0
  if (skew.source === 'reset' && skew.loMs <= 0 && skew.hiMs >= 0) return 0
  return skew.loMs
}
