/** The end of the window: an instant on the server's clock, or a span from now, which some gateways send. */
type ResetHeader = { readonly kind: 'instant'; readonly atMs: number } | { readonly kind: 'span'; readonly ms: number }

/** What a reply says about the budget. Null: absent or unreadable. */
export interface RateHeaders {
  readonly limit: number | null
  readonly remaining: number | null
  readonly reset: ResetHeader | null
  /** The server's clock, cut to whole seconds (RFC 9110, 6.6.1). */
  readonly dateMs: number | null
  /** The time to wait after the reply (RFC 9110, 10.2.3). */
  readonly retryAfterMs: number | null
}

/** A number that is alone, first in a list or followed by parameters. Proxies repeat these headers and add to them. */
const leadingNumber = /^\s*([+-]?\d{1,16}(?:\.\d{1,9})?)\s*(?:[,;].*)?$/
const dayMs = 86_400_000
const largestCount = 1_000_000

/**
 * Reads X-RateLimit-Limit, -Remaining and -Reset (API document) with Date and Retry-After (RFC 9110).
 * Header names are lower case. Never throws: a header that cannot be read is null.
 */
export function readRateHeaders(headers: Readonly<Record<string, string | undefined>>): RateHeaders {
  const limit = readNumber(headers['x-ratelimit-limit'])
  const remaining = readNumber(headers['x-ratelimit-remaining'])
  const dateMs = readHttpDate(headers['date'])
  return {
    limit: limit !== null && limit >= 1 && limit <= largestCount ? Math.floor(limit) : null,
    remaining: remaining !== null && remaining <= largestCount ? Math.max(0, Math.floor(remaining)) : null,
    reset: readReset(headers['x-ratelimit-reset']),
    dateMs,
    retryAfterMs: readRetryAfter(headers['retry-after'], dateMs),
  }
}

const plainNumber = /^\d{1,16}$/

function readNumber(text: string | undefined): number | null {
  if (typeof text === 'string' && plainNumber.test(text)) return Number(text)
  const digits = typeof text === 'string' ? leadingNumber.exec(text)?.[1] : undefined
  return digits === undefined ? null : Number(digits)
}

/** Reads Unix seconds, as in the API document. Milliseconds and spans are recognised by their size. */
function readReset(text: string | undefined): ResetHeader | null {
  const value = readNumber(text)
  if (value === null || value < 0) return null
  if (value >= 1e11) return { kind: 'instant', atMs: value }
  if (value >= 1e9) return { kind: 'instant', atMs: value * 1000 }
  return value * 1000 <= dayMs ? { kind: 'span', ms: value * 1000 } : null
}

/** The date form that names no zone: it is GMT like the others (RFC 9110, 5.6.7). */
const asctime = /^\s*[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\s*$/

/** Reads one of HTTP's three date forms. All start with a day's name; `Date.parse` alone would take "5" for a date. */
function readHttpDate(text: string | undefined): number | null {
  if (typeof text !== 'string' || !/^\s*[A-Z][a-z]{2,8},? /.test(text)) return null
  const atMs = Date.parse(asctime.test(text) ? `${text} GMT` : text)
  return Number.isFinite(atMs) && atMs > 0 ? atMs : null
}

function readRetryAfter(text: string | undefined, dateMs: number | null): number | null {
  const seconds = readNumber(text)
  if (seconds !== null) return seconds >= 0 ? Math.min(seconds * 1000, dayMs) : null
  const atMs = readHttpDate(text)
  // Both instants are on the server's clock, so their difference does not depend on ours.
  if (atMs === null || dateMs === null) return null
  return Math.min(Math.max(0, atMs - dateMs), dayMs)
}
