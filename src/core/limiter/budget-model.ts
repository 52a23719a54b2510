import type { ResetBounds } from './blind-window.ts'
import type { RateHeaders } from './rate-headers.ts'
import { type Demand, quietDemand } from './reserve.ts'
import type { SkewBounds } from './skew.ts'
import type { Priority } from './types.ts'

/** "60 requests per minute per API token" (API document). The figure counts only until a reply names another. */
export const documentedLimit = 60
export const windowMs = 60_000

/** A token nobody has asked about yet nearly always has budget: this many may leave before the first reply. */
export const freshInFlight = 4

/** Two readings of Reset that lie further apart than this speak of different windows, whatever their rounding. */
export const otherWindowMs = windowMs / 2

/** From the first to be served to the last. */
export const priorities: readonly Priority[] = ['interactive', 'bulk', 'background']

export type PriorityCounts = Readonly<Record<Priority, number>>

/** One of our own requests that the panel has counted, or may have. Steady clock, ms. */
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
  /** Requests are numbered as they leave: a reply to ticket t says nothing about tickets that left later. */
  readonly nextTicket: number
  /** The one request sent to learn what a new window holds; null when none is under way. */
  readonly probeTicket: number | null
  /** When it left; before the first scout, the beginning of time. */
  readonly probeSentMs: number

  readonly limit: number | null
  /** What the panel last said is left, in flight not taken off. Null: unknown. */
  readonly remaining: number | null
  /** Tickets from here on left after the reply that set `remaining` had come. */
  readonly heardBefore: number
  /** Corrected end of the window by the last reply, at the latest. */
  readonly resetAtMs: number | null
  /** When the first success of this window was received: the window ends at most 60 s after it. */
  readonly firstSuccessMs: number | null
  /** From here on `remaining` may be too low, and a scout may ask. Null: nothing to wait for. */
  readonly overAtMs: number | null
  /** Whether `overAtMs` rests on our own log alone, which is a guess about the kind of panel. */
  readonly overByGuess: boolean
  /** How the panel forgets requests: all at once (window), each after a minute (log), or steadily (bucket). */
  readonly forgets: 'at-once' | 'one-by-one' | 'evenly'
  /** A guess about that has cost a rejection: not to be tried again. */
  readonly guessFailed: boolean
  /** When a bucket whose limit was cut has room again, if it minds what was taken before; null without such a cut. */
  readonly overdrawnUntilMs: number | null
  readonly skew: SkewBounds | null

  /** Own requests of the last minute, oldest first. */
  readonly log: readonly SentRequest[]
  readonly ownInWindow: number
  /** Requests of this window that were not ours. */
  readonly foreign: number
  /** Replies in a row that carried no budget. */
  readonly silentReplies: number
  /** The limit believed in while no reply names one. */
  readonly assumedLimit: number
  readonly assumedSinceMs: number | null
  /** The next turn of a window nothing is told about; null where the panel tells, or nothing is known. */
  readonly reset: ResetBounds | null
  readonly lostProbes: number

  /** Rejections in a row, counting those of one volley once. */
  readonly rejections: number
  readonly rejectedBefore: number

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
      readonly ticket: number
      readonly rejected: boolean
      readonly rate: RateHeaders
      readonly sentAtMs: number
      readonly receivedAtMs: number
      /** The lane it waits in again; null when its caller has the reply. */
      readonly again: Priority | null
    }
  | { readonly type: 'failed'; readonly ticket: number; readonly sentAtMs: number }
  | { readonly type: 'view-opened' }
  | { readonly type: 'view-closed' }
  | { readonly type: 'share-set'; readonly share: number }
  | { readonly type: 'woken' }

export type RepliedEvent = Extract<BudgetEvent, { type: 'replied' }>

/** Send the first of this lane now, under this ticket. */
export interface SendDecision {
  readonly priority: Priority
  readonly ticket: number
}

export interface Reduced {
  readonly state: BudgetState
  readonly sends: readonly SendDecision[]
  /** When to come back with `woken` unless something happens before; null when only an event can help. */
  readonly wakeAtMs: number | null
}

export interface BudgetOptions {
  /** Requests of one token under way at once, at least 1. */
  readonly maxInFlight: number
  /** 0 to 0.9. */
  readonly shareForOthers: number
}

/** The state of a token nothing is known about. */
export function freshBudget(options: BudgetOptions): BudgetState {
  return {
    maxInFlight: Math.max(1, Math.floor(options.maxInFlight)),
    shareForOthers: boundedShare(options.shareForOthers),
    waiting: { interactive: 0, bulk: 0, background: 0 },
    inFlight: 0,
    nextTicket: 0,
    probeTicket: null,
    probeSentMs: 0,
    limit: null,
    remaining: null,
    heardBefore: 0,
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
    rejectedBefore: 0,
    viewsOpen: 0,
    demand: quietDemand,
    roundTripMs: null,
  }
}

/** A share between 0 and 0.9; anything that is not a number is 0. */
export function boundedShare(share: number): number {
  return Number.isFinite(share) ? Math.min(0.9, Math.max(0, share)) : 0
}

/** The limit to reckon with: the panel's own word, else what was learned without it. */
export function knownLimit(state: BudgetState): number {
  return state.limit ?? state.assumedLimit
}

/** Whether the panel answers without telling its budget, so that only our own log counts. */
export function isSilentPanel(state: BudgetState): boolean {
  return state.remaining === null && state.silentReplies > 0
}

export function totalWaiting(state: BudgetState): number {
  return state.waiting.interactive + state.waiting.bulk + state.waiting.background
}
