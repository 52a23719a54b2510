import type { Scope } from './faults.ts'
import type { PrintOptions } from './print.ts'
import type { LogShape } from './runs.ts'
import type { Outcome, PanelState, Refusal } from './state.ts'

/** In what panels of different versions differ. */
export interface PanelTraits {
  /** Whether `GET /ftp/` carries `allowed_ips`; `GET /ftp/:id` always does. */
  readonly listCarriesAllowedIps: boolean
  /** Empty lists as `null`, never-times as year 1. */
  readonly goStyleNulls: boolean
  readonly logShape: LogShape
  /**
   * Errors as `{success, code, error, message, status}` or, as older pages have it, `{error: {code, message,
   * details}}`.
   */
  readonly errorStyle: 'flat' | 'nested'
  /** PUT and toggle answer with a sentence alone instead of the changed object. */
  readonly terseReplies: boolean
  /** 409 for a cron job whose name is taken. */
  readonly uniqueJobNames: boolean
  /** No `/auth/me` and no `/version/info`. */
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
  /** The parsed JSON body; undefined where none or none that parses came. */
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
  /** Path after `/api/v1`; `:x` stands for one part. */
  readonly path: string
  readonly scope: Scope | null
  readonly run: (input: RouteInput) => RouteResult
}

export const badBody: RouteResult = { ok: false, refusal: { status: 400, sentence: 'Invalid request body' } }

/** The answer to an outcome: its value printed, or its refusal. */
export function reply<T>(outcome: Outcome<T>, print: (value: T) => unknown, status: 200 | 201 = 200): RouteResult {
  return outcome.ok
    ? { ok: true, state: outcome.state, status, contentType: 'json', body: print(outcome.value) }
    : outcome
}

/** The answer of a route that changes nothing. */
export const answer = (state: PanelState, body: unknown): RouteResult => ({
  ok: true,
  state,
  status: 200,
  contentType: 'json',
  body,
})
