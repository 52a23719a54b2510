import { STATUS_CODES } from 'node:http'
import { AppError, type ErrorCode } from '../../shared/errors.ts'

/** The parts of a reply that tell what went wrong. Header names are lower case. */
export interface FailedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  /** Client clock, ms since the epoch, when the headers came. */
  readonly receivedAtMs: number
}

/** The request that got this reply. */
export interface PanelRequest {
  readonly url: string
  readonly method: string
  /** The part of the API that was asked, which is also the name of the scope that it needs. */
  readonly scope: string | null
  /** Whether the path names one row, so that a 404 can mean that this row is gone. */
  readonly row: boolean
}

/**
 * Returns whether a body is a web page: by its type, or by how it begins. The beginning does not count if the type
 * is plain text, because a log may hold a web page.
 */
export function isHtml(reply: Pick<FailedReply, 'headers' | 'body'>): boolean {
  const type = reply.headers['content-type'] ?? ''
  if (/\b(text\/html|xhtml)/i.test(type)) return true
  return !/^text\/plain/i.test(type) && /^\s*<(!doctype html|html|head|body)\b/i.test(reply.body)
}

export const firstCharacters = (body: string) => body.slice(0, 200)

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

/**
 * Reads the panel's own sentence and code from `{success:false, code, error, message, status}`, the older
 * `{error:{code, message, details}}`, or the beginning of a plain text. `hideSecrets` removes secrets before anything
 * is cut off, because half a secret would not be found.
 */
export function panelSentence(
  reply: Pick<FailedReply, 'status' | 'headers' | 'body'>,
  hideSecrets = (text: string) => text,
): { readonly message: string | null; readonly code: string | null } {
  const parsed = parseLoosely(reply.body)
  const cleanText = (found: string | null) => found && hideSecrets(found)
  if (!isObject(parsed)) {
    const plain = typeof parsed === 'string' ? parsed : /^\s*[[{]/.test(reply.body) || isHtml(reply) ? '' : reply.body
    return { message: cleanText(textOf(plain))?.slice(0, 300) ?? null, code: null }
  }
  const inner = isObject(parsed.error) ? parsed.error : parsed
  const error = textOf(inner.error)
  const message = textOf(inner.message) ?? textOf(inner.detail)
  const errorIsCode =
    error !== null && (/^[A-Z0-9_]+$/.test(error) || error.toLowerCase() === STATUS_CODES[reply.status]?.toLowerCase())
  const code = textOf(inner.code) ?? (errorIsCode ? error : null)
  return {
    message: cleanText((errorIsCode ? message : null) ?? error ?? message)?.slice(0, 1000) ?? null,
    code: cleanText(code),
  }
}

function parseLoosely(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/**
 * Returns the code of a 403, which has three causes with different remedies: a wider scope, an address on the
 * token's list, or another token.
 */
function forbiddenCode(sentence: string): ErrorCode {
  if (/\bscop(e|es|ed)\b/i.test(sentence)) return 'panel.scope'
  if (/\bip\b|\baddress(es)?\b|white ?list|allow(ed)?[ -]?list/i.test(sentence)) return 'panel.address-refused'
  if (/\bpermissions?\b|read[ -]?only/i.test(sentence)) return 'panel.scope'
  return 'panel.forbidden'
}

/**
 * Returns the code of a 404. An address has no API if the answer is a web page or a router's sentence, or if the path
 * names no row. Otherwise the row is missing.
 */
function notFoundCode(reply: FailedReply, request: PanelRequest, sentence: string): ErrorCode {
  const isRouterError =
    isHtml(reply) || /\b(route|endpoint|page|path|url)\b|^cannot (get|put|post|delete)\b/i.test(sentence)
  return request.row && !isRouterError ? 'panel.not-found' : 'panel.wrong-path'
}

function codeOf(reply: FailedReply, request: PanelRequest, sentence: string): ErrorCode {
  const { status } = reply
  if (status >= 300 && status < 400) return 'panel.redirect'
  if (status === 401) return 'panel.token-rejected'
  if (status === 403) return forbiddenCode(sentence)
  if (status === 404) return notFoundCode(reply, request, sentence)
  if (status === 405) return 'panel.wrong-path'
  if (status === 408) return 'net.timeout'
  if (status === 429) return 'panel.throttled'
  if (isHtml(reply)) return 'panel.html'
  if (status === 409) return 'panel.conflict'
  return status >= 500 ? 'panel.server-error' : 'panel.invalid'
}

const sentences: Partial<Record<ErrorCode, string>> = {
  'panel.redirect': 'The panel points elsewhere; redirects are not followed',
  'panel.token-rejected': 'The panel does not accept this token',
  'panel.scope': 'The token has no permission for this part of the panel',
  'panel.address-refused': 'The token may not be used from this address',
  'panel.forbidden': 'The panel forbids this',
  'panel.not-found': 'The panel has no such entry',
  'panel.wrong-path': 'There is no panel API at this address',
  'panel.throttled': 'The panel allows no more requests for now',
  'panel.html': 'A web page came instead of an answer',
  'panel.conflict': 'The panel says that this exists already',
  'panel.server-error': 'The panel failed',
  'panel.invalid': 'The panel did not accept what was sent',
  'net.timeout': 'The panel gave up waiting for the request',
}

/**
 * Returns the error for a reply that is not a success. `secrets` are hidden in everything that is kept of its body.
 * @returns AppError panel.* (net.timeout for 408) with `{host, port, method, path, status, panelMessage, panelCode,
 * firstCharacters, sent: true}` and, where they apply, `scope`, `location`, `untilMs`, `retryAfterMs`.
 */
export function replyError(reply: FailedReply, request: PanelRequest, secrets: readonly string[] = []): AppError {
  const hideSecrets = createSecretHider(secrets)
  const sentence = panelSentence(reply, hideSecrets)
  const code = codeOf(reply, request, `${sentence.message ?? ''} ${(sentence.code ?? '').replaceAll('_', ' ')}`.trim())
  const retryAfterMs = retryAfter(reply)
  return new AppError(code, sentences[code] ?? 'The panel answered with an error', {
    ...requestDetails(request),
    status: reply.status,
    panelMessage: sentence.message,
    panelCode: sentence.code,
    firstCharacters: hideSecrets(firstCharacters(hideSecrets(reply.body))),
    ...(code === 'panel.redirect' ? { location: redirectTarget(reply, request) } : {}),
    ...(code === 'panel.scope'
      ? {
          scope:
            scopeNamed(sentence.message) ?? (/read[ -]?only/i.test(sentence.message ?? '') ? 'write' : request.scope),
        }
      : {}),
    ...(code === 'panel.throttled' ? { untilMs: throttledUntil(reply) } : {}),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  })
}

/** Returns the error for a success that cannot be read: panel.bad-reply, or panel.html for a web page. */
export function unreadable(
  reply: FailedReply,
  request: PanelRequest,
  reason: string,
  secrets: readonly string[] = [],
): AppError {
  const isPage = isHtml(reply)
  const hideSecrets = createSecretHider(secrets)
  return new AppError(
    isPage ? 'panel.html' : 'panel.bad-reply',
    isPage ? 'A web page came instead of an answer' : 'The answer could not be read',
    {
      ...requestDetails(request),
      status: reply.status,
      reason,
      firstCharacters: hideSecrets(firstCharacters(hideSecrets(reply.body))),
    },
  )
}

function requestDetails(request: PanelRequest) {
  const { hostname, port, protocol, pathname } = new URL(request.url)
  return {
    host: hostname,
    port: Number(port || (protocol === 'http:' ? 80 : 443)),
    method: request.method,
    path: pathname,
    sent: true,
  }
}

/**
 * Returns the spellings of a secret that are hidden: as it is, as JSON writes it, and percent-encoded. In JSON, Go
 * also escapes `<`, `>` and `&`; others escape everything that is not ASCII.
 */
function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  const go = json.replace(/[<>&\u2028\u2029]/g, escaped)
  const ascii = json.replace(/[^\x20-\x7e]/g, escaped)
  const percent = secret.isWellFormed() ? encodeURIComponent(secret) : secret
  return [...new Set([secret, json, go, ascii, percent])]
}

/**
 * Returns a function that hides secrets in a text. Secrets of one or two characters are left, because hiding them
 * would only mark where they are.
 */
function createSecretHider(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter((secret) => secret.length > 2).flatMap(spellings)
  return (text) => long.reduce((masked, secret) => masked.replaceAll(secret, '[hidden]'), text)
}

/** Returns the scope that a message names in quotation marks, or null. */
const scopeNamed = (message: string | null) => /['"“‘]([\w.:-]{1,40})['"”’]/.exec(message ?? '')?.[1] ?? null

/** Returns where a redirect points: origin and path only, because a query may hold anything. */
function redirectTarget(reply: FailedReply, request: PanelRequest): string | null {
  const location = reply.headers.location
  if (!location || !URL.canParse(location, request.url)) return null
  const { origin, pathname } = new URL(location, request.url)
  return `${origin}${pathname}`.slice(0, 500)
}

/** Returns `Retry-After`, given as seconds or as a date (RFC 9110, 10.2.3), in milliseconds; null if there is none. */
function retryAfter(reply: FailedReply): number | null {
  const value = reply.headers['retry-after']?.trim()
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const atMs = Date.parse(value)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - panelTimeMs(reply))
}

const panelTimeMs = (reply: FailedReply) => {
  const dateMs = Date.parse(reply.headers.date ?? '')
  return Number.isNaN(dateMs) ? reply.receivedAtMs : dateMs
}

/**
 * Returns when a 429 ends, on our clock: by `Retry-After`, or by `X-RateLimit-Reset` (Unix seconds of the panel's
 * clock) compared with its `Date`; null if neither is given.
 */
function throttledUntil(reply: FailedReply): number | null {
  const afterMs = retryAfter(reply)
  if (afterMs !== null) return reply.receivedAtMs + afterMs
  const reset = Number(reply.headers['x-ratelimit-reset'] ?? Number.NaN)
  return Number.isFinite(reset) ? reply.receivedAtMs + Math.max(0, reset * 1000 - panelTimeMs(reply)) : null
}

/**
 * Whether the path of a row was answered with something else, which is no failure of the panel: an account that is
 * named `status` has the path of another endpoint. Only the list shows such a row.
 */
export const isOtherAnswer = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'panel.bad-reply' && thrown.details?.reason === 'unexpected-shape'
