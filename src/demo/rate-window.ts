/** A request budget per fixed window, as the API document's "Rate Limiting" defines it: 60 a minute for each token. */
export interface RateLimit {
  readonly limit: number
  /** The length of a window. 60 000 on a real panel. */
  readonly windowMs: number
  /** A time at which a window starts. It sets where in the minute this token's windows begin. */
  readonly phaseMs: number
}

/** Requests that other clients send with the same token in every window: at its start, or evenly over it. */
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
  /** The number of requests left after this one. Never below 0. */
  readonly remaining: number
  /** The time at which the window ends, on the clock of `nowMs`. */
  readonly resetAtMs: number
}

/** Counts one request against the window that contains `nowMs`. A refused request is not counted. */
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
