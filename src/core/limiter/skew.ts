import type { RateHeaders } from './rate-headers.ts'

/** How far the server's clock is ahead of ours, between two bounds in ms. */
export interface SkewBounds {
  readonly loMs: number
  readonly hiMs: number
  /** `date`: measured. `reset`: deduced from the window's end alone, wide, used only where no Date comes. */
  readonly source: 'date' | 'reset'
}

/**
 * Date and Reset are whole seconds: the truth may lie up to this much after (or, rounded up, before) what is printed.
 */
const secondMs = 1000

/**
 * Narrows the bounds by one reply. Clock times in ms.
 *
 * A Date of D was read from the server's clock between our sending and our receiving, so
 * D − received ≤ skew ≤ D + 1 s − sent. Where no Date comes, a Reset of R cannot lie in that clock's past, nor further
 * ahead than one window: R − window − 1 s − received ≤ skew ≤ R + 1 s − sent. Bounds that exclude each other mean that
 * a clock was set: only the newest reply counts then.
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

/** Bounds that were taken on the steady clock, for the wall clock that is `wallAheadMs` ahead of it. */
export function onWallClock(skew: SkewBounds | null, wallAheadMs: number): SkewBounds | null {
  return skew && { ...skew, loMs: skew.loMs - wallAheadMs, hiMs: skew.hiMs - wallAheadMs }
}

/** A Date of whole seconds tells no smaller difference for certain; clocks set by NTP are nearer than that. */
const leastSkewMs = 2000

/**
 * How far the server's clock is ahead, to the second in ms, by the middle of what is known; 0 where it may be none or
 * is less than a Date can tell. Null unless a Date was seen: a Reset alone is off by up to a window.
 */
export function measuredSkew(skew: SkewBounds | null): number | null {
  if (skew?.source !== 'date') return null
  const middleMs = (skew.loMs + skew.hiMs) / 2
  const maybeNone = skew.loMs <= 0 && skew.hiMs >= 0
  return maybeNone || Math.abs(middleMs) < leastSkewMs ? 0 : Math.round(middleMs / secondMs) * secondMs
}

/**
 * The latest moment, on our clock, at which the window a reply speaks of can end; null when it does not say.
 * One second is added because the panel may have cut the fraction off.
 */
export function latestReset(rate: RateHeaders, skew: SkewBounds | null, receivedAtMs: number): number | null {
  if (rate.reset === null) return null
  if (rate.reset.kind === 'span') return receivedAtMs + rate.reset.ms + secondMs
  return rate.reset.atMs + secondMs - safestSkew(skew)
}

/** Measured: the lower bound. Only deduced: most clocks are set by NTP, so zero while that is possible. */
function safestSkew(skew: SkewBounds | null): number {
  if (skew === null) return 0
  if (skew.source === 'reset' && skew.loMs <= 0 && skew.hiMs >= 0) return 0
  return skew.loMs
}
