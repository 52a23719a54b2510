import type { PrintOptions } from './print.ts'
import type { PanelTraits } from './traits.ts'

/** What all kinds of rows on a panel have in common. */
export interface PanelBase {
  /** The owner of all rows. */
  readonly owner: string
  /** The offset of the panel's clock, in minutes east of UTC. */
  readonly utcOffsetMinutes: number
}

/** Why a panel refuses a request: the status and the sentence it prints. */
export interface Refusal {
  readonly status: 400 | 404 | 409
  readonly sentence: string
}

/** What a request has made of the state `S`, or why it was refused. */
export type Outcome<S, T> =
  { readonly ok: true; readonly state: S; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const done = <S, T>(state: S, value: T): Outcome<S, T> => ({ ok: true, state, value })
export const refused = (
  status: Refusal['status'],
  sentence: string,
): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: { status, sentence } })

/** A request to a route that works on the part `S` of a panel's state. */
export interface RouteInput<S = object> {
  readonly state: PanelBase & S
  readonly traits: PanelTraits
  readonly print: PrintOptions
  readonly nowMs: number
  /** The decoded `:parts` of the path. */
  readonly params: readonly string[]
  /** The parsed JSON body. Undefined if there is no body or it does not parse. */
  readonly body: unknown
}

export type RouteResult<S = object> =
  | {
      readonly ok: true
      /** The parts of the panel's state that the request has set. */
      readonly state: Partial<S>
      readonly status: 200 | 201
      readonly contentType: 'json' | 'text'
      readonly body: unknown
    }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Route<S = object> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path after `/api/v1`. `:x` stands for one part. */
  readonly path: string
  readonly run: (input: RouteInput<S>) => RouteResult<S>
}

export const badBody = refused(400, 'Invalid request body')

/** Returns the answer to an outcome: its printed value, or its refusal. */
export function reply<S, T>(
  outcome: Outcome<S, T>,
  print: (value: T) => unknown,
  status: 200 | 201 = 200,
): RouteResult<S> {
  return outcome.ok
    ? { ok: true, state: outcome.state, status, contentType: 'json', body: print(outcome.value) }
    : outcome
}

/** Returns the answer of a route that changes nothing. */
export const answer = (body: unknown): RouteResult => ({
  ok: true,
  state: {},
  status: 200,
  contentType: 'json',
  body,
})
