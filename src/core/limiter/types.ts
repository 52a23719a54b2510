import type { BudgetView } from '../../shared/model/budget.ts'

/** Who waits for a request: a person, a bulk run or a background refresh. Lower priorities yield to higher ones. */
export type Priority = 'interactive' | 'bulk' | 'background'

/** The parts of a reply that the budget needs. Header names are lower case. */
export interface LimitedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Client clock (ms since the epoch) when the request left and when its headers came. */
  readonly sentAtMs: number
  readonly receivedAtMs: number
}

export interface LimitedRequest<R extends LimitedReply> {
  readonly priority: Priority
  /** Requests with equal keys that are queued or in flight share one request. Only for GET. */
  readonly shareKey?: string
  /**
   * Removes this caller. When the last caller has left, a queued request leaves the queue, and one in flight is
   * aborted through the signal that `send` was given.
   */
  readonly signal?: AbortSignal
  /** Sends the request. Called again only after a 429, with which the panel rejected it before doing anything. */
  send(signal: AbortSignal): Promise<R>
}

/** The lower and upper bound of how far a panel's clock is ahead of this computer's, in ms. */
export interface ClockOffset {
  readonly loMs: number
  readonly hiMs: number
}

/** The request budget of one (origin, token). */
export interface Budget {
  /**
   * Queues the request and resolves with its reply. After a 429 it waits and sends again, a limited number of
   * times; then it returns the last 429 reply as it is.
   * @throws AppError `cancelled` when the signal fires or the budget closes; any error that `send` throws.
   */
  request<R extends LimitedReply>(request: LimitedRequest<R>): Promise<R>
  view(): BudgetView
  /** Returns the milliseconds until `count` more requests of a priority would have been sent, by what is known now. */
  etaMs(count: number, priority: Priority): number
  /**
   * Returns how far the panel's clock is ahead of this computer's current clock, in ms rounded to the second; null
   * before a reply has carried a Date.
   */
  clockAheadMs(): number | null
  /** Returns the bounds of the same offset, as far as all replies with a Date prove; null before the first one. */
  clockOffset(): ClockOffset | null
  /** Opens a view. While one is open, a reserve is kept for interactive calls. Returns the function that closes it. */
  openView(): () => void
}

/** The requests that left in the last minute, kept where the end of the process does not lose them. */
export interface RequestLog {
  /** Notes that a request of this budget leaves now. Must not throw. */
  note(key: string): void
  /** Returns how long ago, in ms, the requests of earlier processes left, oldest first. Must not throw. */
  agesMs(key: string): readonly number[]
}

export interface Limiter {
  /** Returns the budget for a key, created at first use. The key is a hash of origin and token, never the token. */
  budget(key: string): Budget
  /** Sets the share of each window (0 to 0.9) that is left to other users of the same token. */
  setShareForOthers(share: number): void
  /** Rejects requests that are queued or in flight with `cancelled`. No timer or listener is left. */
  close(): void
}
