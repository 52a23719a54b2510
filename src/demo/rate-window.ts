/** A budget of requests per fixed window, as the API document's "Rate Limiting" gives it: 60 a minute and token. */
export interface RateLimit {
  readonly limit: number
  /** Length of a window; 60 000 on a real panel. */
  readonly windowMs: number
  /** A moment at which some window starts: where in the minute this token's windows lie. */
  readonly phaseMs: number
}

/** Requests that others spend on the same token in every window: at its start, or evenly over it. */
export interface ForeignTraffic {
  readonly perWindow: number
  readonly spread: 'start' | 'even'
}

export interface RateWindow {
  readonly startMs: number
  readonly used: number
}

export interface RateAnswer {
  readonly window: RateWindow
  readonly allowed: boolean
  readonly limit: number
  /** What is left after this request; never below 0. */
  readonly remaining: number
  /** When the window ends, on the clock of `nowMs`. */
  readonly resetAtMs: number
}

/** Takes one request out of the window that holds `nowMs`. A refused request costs nothing. */
export function takeRequest(
  before: RateWindow | null,
  nowMs: number,
  rate: RateLimit,
  foreign: ForeignTraffic | null,
): RateAnswer {
  const startMs = rate.phaseMs + Math.floor((nowMs - rate.phaseMs) / rate.windowMs) * rate.windowMs
  const used = before?.startMs === startMs ? before.used : 0
  const share = foreign?.spread === 'even' ? (nowMs - startMs) / rate.windowMs : 1
  const taken = used + Math.floor((foreign?.perWindow ?? 0) * share)
  const allowed = taken < rate.limit
  return {
    window: { startMs, used: allowed ? used + 1 : used },
    allowed,
    limit: rate.limit,
    remaining: Math.max(0, rate.limit - taken - (allowed ? 1 : 0)),
    resetAtMs: startMs + rate.windowMs,
  }
}
