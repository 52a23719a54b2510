import type { Scope } from './faults.ts'
import type { PrintOptions } from './print.ts'
import type { LogShape } from './runs.ts'
import type { Outcome, PanelState, Refusal } from './state.ts'

/** The properties in which panels of different versions differ. */
export interface PanelTraits {
  /** Whether `GET /ftp/` carries `allowed_ips`; `GET /ftp/:id` always does. */
  readonly listCarriesAllowedIps: boolean
  /** Prints empty lists as `null` and a missing time as year 1. */
  readonly goStyleNulls: boolean
  readonly logShape: LogShape
  /** Errors: `{success, code, error, message, status}` or, as on older pages, `{error: {code, message, details}}`. */
  readonly errorStyle: 'flat' | 'nested'
  /** PUT and toggle answer with only a sentence, not with the changed object. */
  readonly terseReplies: boolean
  /** Refuses a new cron job with 409 if its name is taken. A change of name is not checked. */
  readonly uniqueJobNames: boolean
  /** The panel has no `/auth/me` and no `/version/info`. */
  readonly withoutIdentity: boolean
  readonly version: string
}

export interface RouteInput {
  readonly state: PanelState
  readonly traits: PanelTraits
  readonly print: PrintOptions
  readonly nowMs: number
  /** The decoded `:parts` of the path. */
  readonly params: readonly string[]
  /** The parsed JSON body. Undefined if there is no body or it does not parse. */
  readonly body: unknown
}

export type RouteResult =
  | {
      readonly ok: true
      readonly state: PanelState
      readonly status: 200 | 201
      readonly contentType: 'json' | 'text'
      readonly body: unknown
    }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path after `/api/v1`. `:x` stands for one part. */
  readonly path: string
  readonly scope: Scope | null
  readonly run: (input: RouteInput) => RouteResult
}

export const badBody: RouteResult = { ok: false, refusal: { status: 400, sentence: 'Invalid request body' } }

/** Returns the answer to an outcome: its printed value, or its refusal. */
export function reply<T>(outcome: Outcome<T>, print: (value: T) => unknown, status: 200 | 201 = 200): RouteResult {
  return outcome.ok
    ? { ok: true, state: outcome.state, status, contentType: 'json', body: print(outcome.value) }
    : outcome
}

/** Returns the answer of a route that changes nothing. */
export const answer = (state: PanelState, body: unknown): RouteResult => ({
  ok: true,
  state,
  status: 200,
  contentType: 'json',
  body,
})
