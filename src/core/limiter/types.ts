import type { BudgetView } from '../../shared/model/budget.ts'

/** Who waits: a person, a bulk run, or a refresh nobody looks at. Lower lanes yield to higher ones. */
export type Priority = 'interactive' | 'bulk' | 'background'

/** What the budget needs to see of any reply; header names are lower case. */
export interface LimitedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Client clock (ms since the epoch) when the request left and when its headers came. */
  readonly sentAtMs: number
  readonly receivedAtMs: number
}

export interface LimitedRequest<R extends LimitedReply> {
  readonly priority: Priority
  /** Equal keys that are queued or in flight share one request. Only for GET. */
  readonly shareKey?: string
  /** Takes a queued request back; one in flight is left to `send`, which gets a signal of its own. */
  readonly signal?: AbortSignal
  /** Sends the request. Called again only after a 429, which the panel rejected before doing anything. */
  send(signal: AbortSignal): Promise<R>
}

/** The request budget of one (origin, token). */
export interface Budget {
  /**
   * Queues the request and resolves with its reply. A 429 is waited out and sent again, a bounded number of times;
   * the last 429 reply is then returned as it is.
   * @throws AppError `cancelled` when the signal fires or the budget closes; whatever `send` throws.
   */
  request<R extends LimitedReply>(request: LimitedRequest<R>): Promise<R>
  /** Moves queued requests with this flight key to another lane. */
  reprioritise(shareKey: string, priority: Priority): void
  view(): BudgetView
  /** Milliseconds until `count` more requests of a lane would have been sent, by what is known now. */
  etaMs(count: number, priority: Priority): number
  /**
   * How far the panel's clock is ahead of this computer's as it is set now, to the second in ms; null before a reply
   * has told the time.
   */
  clockAheadMs(): number | null
  /** While open, a reserve is kept for interactive calls. Returns the function that ends it. */
  openView(): () => void
}

export interface Limiter {
  /** The budget for a key, created at first use. The key is a hash of origin and token, never the token. */
  budget(key: string): Budget
  /** Share of each window (0 to 0.9) left to other users of the same token. */
  setShareForOthers(share: number): void
  /** Rejects what is queued with `cancelled`; no timer or listener is left. */
  close(): void
}
