import type { Faults } from './faults.ts'
import { advanceState, changedRows, type PanelState, type RowChange, type Scope } from './kinds/index.ts'
import type { ForeignTraffic, RateAnswer } from './rate-window.ts'
import type { RouteResult } from './route.ts'
import { type PanelAnswer, redirectAnswer } from './replies.ts'
import { lacksSlash, matchRoute } from './routes.ts'
import type { TokenGrant, Tokens } from './tokens.ts'
import type { PanelTraits } from './traits.ts'

export const basePath = '/api/v1'

export interface PanelRequest {
  readonly method: string
  /** The path, still percent-encoded and without the query. */
  readonly path: string
  readonly token: string | null
  /** The parsed JSON body. Undefined if there is no body or it does not parse. */
  readonly body: unknown
  readonly tooLarge: boolean
}

/** A request that the panel has accepted or refused, with what it answers. */
export interface Answered {
  readonly answer: PanelAnswer
  /** The rows that the request has changed. */
  readonly rows: readonly RowChange[]
}

/**
 * Does the work of an admitted request, now, and returns what the panel answers. Without `keep` the work is only tried:
 * the answer is the same, and the panel stays as it was.
 */
export type Work = (keep: boolean) => Answered

export interface Answerer {
  /** Counts the request against its token's budget and returns its work. The work of a refused one is a refusal. */
  admit(request: PanelRequest): Work
  /** The answer 500 in the form of this panel. */
  readonly serverError: PanelAnswer
}

interface AnswerPorts {
  readonly traits: PanelTraits
  readonly tokens: Tokens
  readonly faults: Faults
  readonly now: () => number
  readonly readState: () => PanelState
  readonly writeState: (state: PanelState) => void
}

const errorCodes: Readonly<Record<number, string>> = {
  400: 'VALIDATION_ERROR',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMIT_EXCEEDED',
  500: 'INTERNAL_ERROR',
}

const json = (status: number, body: unknown, headers: PanelAnswer['headers'] = {}): PanelAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  text: JSON.stringify(body),
})

function errorAnswer(
  traits: PanelTraits,
  status: number,
  sentence: string,
  headers?: PanelAnswer['headers'],
): PanelAnswer {
  const code = errorCodes[status] ?? 'ERROR'
  return traits.errorStyle === 'nested'
    ? json(status, { error: { code, message: sentence, details: null } }, headers)
    : json(status, { success: false, code, error: sentence, message: sentence, status }, headers)
}

/** The three headers of the API document's "Rate Limiting". Reset is in whole Unix seconds by the panel's clock. */
const rateHeaders = (rate: RateAnswer, skewMs: number) => ({
  'X-RateLimit-Limit': String(rate.limit),
  'X-RateLimit-Remaining': String(rate.remaining),
  'X-RateLimit-Reset': String(Math.floor((rate.resetAtMs + skewMs) / 1000)),
})

function foreignTraffic(faults: Faults): ForeignTraffic | null {
  const value = faults.get('foreignTraffic')
  return typeof value === 'number' ? { perWindow: value, spread: 'start' } : (value ?? null)
}

type Failure = { readonly status: number; readonly sentence: string }

/** Returns the refusal if the key does not allow the request, else null. */
function forbidden(faults: Faults, grant: TokenGrant, request: PanelRequest, scope: Scope | undefined): Failure | null {
  const narrowed = faults.get('narrowScope')
  if (scope && (!grant.scopes.includes(scope) || (narrowed && !narrowed.includes(scope)))) {
    return { status: 403, sentence: `API key is not scoped for '${scope}'` }
  }
  return grant.readOnly && request.method !== 'GET' ? { status: 403, sentence: 'API key is read-only' } : null
}

/** What a token gives a request: its grant, and the headers about its budget. */
interface Pass {
  readonly grant: TokenGrant
  readonly headers: PanelAnswer['headers']
}

/**
 * Creates the function that does the work of authorised requests. It checks the key's address list, route, scope and
 * body in this order.
 */
function createWorker({ traits, faults, now, readState, writeState }: AnswerPorts) {
  const run = (request: PanelRequest, apiPath: string, grant: TokenGrant): RouteResult<PanelState> | Failure => {
    const match = matchRoute(request.method, apiPath)
    if (match === 'undecodable') return { status: 400, sentence: 'Invalid path' }
    if (match === 'no-such-path') return { status: 404, sentence: 'Not found' }
    if (match === 'no-such-method') return { status: 405, sentence: 'Method not allowed' }
    const refusal = forbidden(faults, grant, request, match.kind?.scope)
    if (refusal) return refusal
    if (request.tooLarge) return { status: 413, sentence: 'Request body too large' }
    const nowMs = now()
    const state = advanceState(readState(), nowMs)
    writeState(state)
    const print = {
      utcOffsetMinutes: state.utcOffsetMinutes,
      clockSkewMs: faults.get('clockSkew') ?? 0,
      goStyleNulls: traits.goStyleNulls,
    }
    return match.route.run({ state, traits, print, nowMs, params: match.params, body: request.body })
  }

  return (request: PanelRequest, apiPath: string, { grant, headers }: Pass, keep: boolean): Answered => {
    const refuse = ({ status, sentence }: Failure) => ({
      answer: errorAnswer(traits, status, sentence, headers),
      rows: [],
    })
    if (faults.get('addressRefused'))
      return refuse({ status: 403, sentence: 'IP address 127.0.0.1 is not allowed for this API key' })
    const result = run(request, apiPath, grant)
    if (!('ok' in result)) return refuse(result)
    if (!result.ok) return refuse(result.refusal)
    const before = readState()
    if (keep) writeState({ ...before, ...result.state })
    const answer =
      result.contentType === 'json'
        ? json(result.status, result.body, headers)
        : {
            status: result.status,
            headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
            text: String(result.body),
          }
    return { answer, rows: changedRows(before, readState()) }
  }
}

/**
 * Creates the part of a panel that answers requests. It checks path, token and budget in this order, and the rest when
 * the work is done. Faults of the connection are handled elsewhere (exchange.ts).
 */
export function createAnswerer(ports: AnswerPorts): Answerer {
  const { traits, tokens, faults, now } = ports
  const work = createWorker(ports)
  const only = (answer: PanelAnswer): Work => {
    const answered = { answer, rows: [] }
    return () => answered
  }

  const admit = (request: PanelRequest): Work => {
    if (!request.path.startsWith(`${basePath}/`)) return only(errorAnswer(traits, 404, 'Not found'))
    const apiPath = request.path.slice(basePath.length)
    if (lacksSlash(apiPath)) return only(redirectAnswer(301, `${request.path}/`))
    const nowMs = now()
    const taken =
      request.token === null || faults.get('tokenRevoked')
        ? null
        : tokens.take(request.token, nowMs, foreignTraffic(faults))
    if (!taken) return only(errorAnswer(traits, 401, 'Invalid or expired API token'))
    const silent = faults.get('withoutHeaders')?.includes('rate') ?? false
    const headers = silent ? {} : rateHeaders(taken.rate, faults.get('clockSkew') ?? 0)
    if (taken.rate.allowed) return (keep) => work(request, apiPath, { grant: taken.grant, headers }, keep)
    const retryAfter = String(Math.max(1, Math.ceil((taken.rate.resetAtMs - nowMs) / 1000)))
    return only(
      errorAnswer(traits, 429, 'Rate limit exceeded', silent ? {} : { ...headers, 'Retry-After': retryAfter }),
    )
  }

  return { admit, serverError: errorAnswer(traits, 500, 'Internal server error') }
}
