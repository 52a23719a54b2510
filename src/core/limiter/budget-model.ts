import type { ResetBounds } from './blind-window.ts'
import type { RateHeaders } from './rate-headers.ts'
import { type Demand, quietDemand } from './reserve.ts'
import type { SkewBounds } from './skew.ts'
import type { Priority } from './types.ts'

/** "60 requests per minute per API token" (API document). Applies until a reply or a rejection shows another limit. */
export const documentedLimit = 60
export const windowMs = 60_000

/** The most requests in flight until a reply reports the budget. A token unused lately nearly always has budget. */
export const freshInFlight = 4

/** Two Reset values that lie further apart than this belong to different windows, however they were rounded. */
export const otherWindowMs = windowMs / 2

/** All priorities, from the first to be served to the last. */
export const priorities: readonly Priority[] = ['interactive', 'bulk', 'background']

export type PriorityCounts = Readonly<Record<Priority, number>>

/** One of our own requests that the panel has counted or may have counted. Steady clock, ms. */
export interface SentRequest {
  readonly sentAtMs: number
  readonly receivedAtMs: number
}

/** Everything known about one token's budget. Times are steady client time in ms (see steady-clock.ts). */
export interface BudgetState {
  readonly maxInFlight: number
  readonly shareForOthers: number

  readonly waiting: PriorityCounts
  readonly inFlight: number
  /** The request number of the next request. A reply says nothing about requests with a higher number. */
  readonly nextSequence: number
  /** The request number of the last probe; null once it has ended. An earlier, slower probe may be in flight too. */
  readonly probeSequence: number | null
  /** When the probe left; 0 before the first probe. */
  readonly probeSentMs: number

  readonly limit: number | null
  /** What the panel last reported as remaining. Requests in flight are not subtracted. Null: unknown. */
  readonly remaining: number | null
  /** Requests from this number on left after the reply that set `remaining` had come. */
  readonly remainingAsOfSequence: number
  /** The latest end of the window by the last Reset that a reply named, corrected for the clock offset. */
  readonly resetAtMs: number | null
  /** When the first success of this window was received: the window ends at most 60 s after it. */
  readonly firstSuccessMs: number | null
  /** From this time on `remaining` may be too low, and a probe may leave. Null: nothing to wait for. */
  readonly overAtMs: number | null
  /** Whether `overAtMs` is a guess about the kind of panel or its clock, so that a rejection may follow. */
  readonly overByGuess: boolean
  /** How the panel forgets requests: all at once (window), each after a minute (log), or steadily (bucket). */
  readonly forgets: 'at-once' | 'one-by-one' | 'evenly'
  /** Whether a guess about `forgets` has cost a rejection, so that no other guess is made. */
  readonly guessFailed: boolean
  /** When a bucket whose limit was cut has room again, if it counts the requests before the cut. Null without a cut. */
  readonly overdrawnUntilMs: number | null
  readonly skew: SkewBounds | null

  /** Own requests that ended in the minute before the last one ended, in this order. Not shortened as time passes. */
  readonly log: readonly SentRequest[]
  readonly ownInWindow: number
  /** The number of requests in this window that were not ours. */
  readonly foreign: number
  /** The number of replies in a row that carried no budget. */
  readonly silentReplies: number
  /** The limit assumed while no reply names one. */
  readonly assumedLimit: number
  readonly assumedSinceMs: number | null
  /** The bounds of the next window reset, if the panel does not report it. Null if it does, or if nothing is known. */
  readonly reset: ResetBounds | null
  readonly lostProbes: number

  /** The number of rejections in a row. Rejections of requests that were in flight together count once. */
  readonly rejections: number
  /** Requests from this number on left after the last rejection that counted had come. */
  readonly rejectedAsOfSequence: number

  readonly viewsOpen: number
  readonly demand: Demand
  readonly roundTripMs: number | null
}

export type BudgetEvent =
  | { readonly type: 'arrived'; readonly priority: Priority }
  | { readonly type: 'withdrawn'; readonly priority: Priority }
  | { readonly type: 'moved'; readonly from: Priority; readonly to: Priority }
  | {
      readonly type: 'replied'
      readonly sequence: number
      readonly rejected: boolean
      readonly rate: RateHeaders
      readonly sentAtMs: number
      readonly receivedAtMs: number
      /** The priority with which the request waits again; null if its caller gets the reply. */
      readonly again: Priority | null
    }
  | { readonly type: 'failed'; readonly sequence: number; readonly sentAtMs: number }
  | { readonly type: 'view-opened' }
  | { readonly type: 'view-closed' }
  | { readonly type: 'share-set'; readonly share: number }
  | { readonly type: 'woken' }

export type RepliedEvent = Extract<BudgetEvent, { type: 'replied' }>

/** An order to send the first request of this priority now, under this request number. */
export interface SendDecision {
  readonly priority: Priority
  readonly sequence: number
}

export interface Reduced {
  readonly state: BudgetState
  readonly sends: readonly SendDecision[]
  /** When to apply `woken`, unless another event comes first. Null if only another event can change anything. */
  readonly wakeAtMs: number | null
}

export interface BudgetOptions {
  /** The most requests of one token in flight at once, at least 1. */
  readonly maxInFlight: number
  /** 0 to 0.9. */
  readonly shareForOthers: number
}

/** Returns the state of a token about which nothing is known. */
export function freshBudget(options: BudgetOptions): BudgetState {
  return {
    maxInFlight: Math.max(1, Math.floor(options.maxInFlight)),
    shareForOthers: boundedShare(options.shareForOthers),
    waiting: { interactive: 0, bulk: 0, background: 0 },
    inFlight: 0,
    nextSequence: 0,
    probeSequence: null,
    probeSentMs: 0,
    limit: null,
    remaining: null,
    remainingAsOfSequence: 0,
    resetAtMs: null,
    firstSuccessMs: null,
    overAtMs: null,
    overByGuess: false,
    forgets: 'at-once',
    guessFailed: false,
    overdrawnUntilMs: null,
    skew: null,
    log: [],
    ownInWindow: 0,
    foreign: 0,
    silentReplies: 0,
    assumedLimit: documentedLimit,
    assumedSinceMs: null,
    reset: null,
    lostProbes: 0,
    rejections: 0,
    rejectedAsOfSequence: 0,
    viewsOpen: 0,
    demand: quietDemand,
    roundTripMs: null,
  }
}

/** Limits a share to 0 to 0.9. Anything that is not a finite number becomes 0. */
export function boundedShare(share: number): number {
  return Number.isFinite(share) ? Math.min(0.9, Math.max(0, share)) : 0
}

/** Returns the limit to calculate with: the one that the panel reported, else the assumed one. */
export function knownLimit(state: BudgetState): number {
  return state.limit ?? state.assumedLimit
}

/** Returns whether the panel answers without reporting its budget, so that only our own log counts. */
export function isSilentPanel(state: BudgetState): boolean {
  return state.remaining === null && state.silentReplies > 0
}

export function totalWaiting(state: BudgetState): number {
  return state.waiting.interactive + state.waiting.bulk + state.waiting.background
}
