import type { Faults } from './faults.ts'
import { advanceState, type PanelState, type Scope } from './kinds/index.ts'
import type { ForeignTraffic, RateAnswer } from './rate-window.ts'
import type { RouteResult } from './route.ts'
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

export interface PanelAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface AnswerPorts {
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

/** Makes a redirect with a line of HTML for readers, as Go's http.Redirect writes it. */
const redirectAnswer = (status: 301 | 302, location: string): PanelAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', Location: location },
  text: `<a href="${location}">${status === 301 ? 'Moved Permanently' : 'Found'}</a>.\n`,
})

type Failure = { readonly status: number; readonly sentence: string }

/** Returns the refusal if the key does not allow the request, else null. */
function forbidden(faults: Faults, grant: TokenGrant, request: PanelRequest, scope: Scope | undefined): Failure | null {
  const narrowed = faults.get('narrowScope')
  if (scope && (!grant.scopes.includes(scope) || (narrowed && !narrowed.includes(scope)))) {
    return { status: 403, sentence: `API key is not scoped for '${scope}'` }
  }
  return grant.readOnly && request.method !== 'GET' ? { status: 403, sentence: 'API key is read-only' } : null
}

/**
 * Creates the function that answers requests. It checks in the order of such a server: path, token, budget, the key's
 * address list, route, scope, body, and only then does the work. Faults of the connection are handled elsewhere
 * (exchange.ts).
 */
export function createAnswerer(ports: AnswerPorts): (request: PanelRequest) => PanelAnswer {
  const { traits, tokens, faults, now, readState, writeState } = ports

  const work = (request: PanelRequest, apiPath: string, grant: TokenGrant): RouteResult<PanelState> | Failure => {
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

  const authorised = (
    request: PanelRequest,
    apiPath: string,
    grant: TokenGrant,
    headers: PanelAnswer['headers'],
  ): PanelAnswer => {
    if (faults.get('addressRefused'))
      return errorAnswer(traits, 403, 'IP address 127.0.0.1 is not allowed for this API key', headers)
    const result = work(request, apiPath, grant)
    if (!('ok' in result)) return errorAnswer(traits, result.status, result.sentence, headers)
    if (!result.ok) return errorAnswer(traits, result.refusal.status, result.refusal.sentence, headers)
    writeState({ ...readState(), ...result.state })
    if (result.contentType === 'json') return json(result.status, result.body, headers)
    return {
      status: result.status,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
      text: String(result.body),
    }
  }

  return (request) => {
    if (!request.path.startsWith(`${basePath}/`)) return errorAnswer(traits, 404, 'Not found')
    const apiPath = request.path.slice(basePath.length)
    if (lacksSlash(apiPath)) return redirectAnswer(301, `${request.path}/`)
    const nowMs = now()
    const taken =
      request.token === null || faults.get('tokenRevoked')
        ? null
        : tokens.take(request.token, nowMs, foreignTraffic(faults))
    if (!taken) return errorAnswer(traits, 401, 'Invalid or expired API token')
    const silent = faults.get('withoutHeaders')?.includes('rate') ?? false
    const headers = silent ? {} : rateHeaders(taken.rate, faults.get('clockSkew') ?? 0)
    if (taken.rate.allowed) return authorised(request, apiPath, taken.grant, headers)
    const retryAfter = String(Math.max(1, Math.ceil((taken.rate.resetAtMs - nowMs) / 1000)))
    return errorAnswer(traits, 429, 'Rate limit exceeded', silent ? {} : { ...headers, 'Retry-After': retryAfter })
  }
}

/** The answer of a proxy in front of a dead panel. */
export const badGateway: PanelAnswer = {
  status: 502,
  headers: { 'Content-Type': 'text/html' },
  text: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
}

/** Makes a 302 to the given URL, or to a login page on another origin. */
export const redirected = (value: boolean | string): PanelAnswer =>
  redirectAnswer(302, typeof value === 'string' ? value : 'https://login.panel.example/sign-in')
