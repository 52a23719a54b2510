/** When the window ends: an instant on the server's clock, or a span from now as some gateways send it. */
export type ResetHeader =
  { readonly kind: 'instant'; readonly atMs: number } | { readonly kind: 'span'; readonly ms: number }

/** What a reply says about the budget. Null: absent or unreadable. */
export interface RateHeaders {
  readonly limit: number | null
  readonly remaining: number | null
  readonly reset: ResetHeader | null
  /** The server's clock, cut to whole seconds (RFC 9110, 6.6.1). */
  readonly dateMs: number | null
  /** From the reply on (RFC 9110, 10.2.3). */
  readonly retryAfterMs: number | null
}

/** A number, alone or as the first of a list or before parameters: proxies repeat and decorate these headers. */
const leadingNumber = /^\s*([+-]?\d{1,16}(?:\.\d{1,9})?)\s*(?:[,;].*)?$/
const dayMs = 86_400_000
const largestCount = 1_000_000

/**
 * Reads X-RateLimit-Limit, -Remaining and -Reset (API document) with Date and Retry-After (RFC 9110).
 * Header names are lower case. Never throws: what cannot be read is null.
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

/** The API document says Unix seconds. Milliseconds and spans are told apart by their size. */
function readReset(text: string | undefined): ResetHeader | null {
  const value = readNumber(text)
  if (value === null || value < 0) return null
  if (value >= 1e11) return { kind: 'instant', atMs: value }
  if (value >= 1e9) return { kind: 'instant', atMs: value * 1000 }
  return value * 1000 <= dayMs ? { kind: 'span', ms: value * 1000 } : null
}

/** Only the three dated forms of HTTP start with a day's name; Date.parse alone would take "5" for a date. */
function readHttpDate(text: string | undefined): number | null {
  if (typeof text !== 'string' || !/^\s*[A-Z][a-z]{2,8},? /.test(text)) return null
  const atMs = Date.parse(text)
  return Number.isFinite(atMs) && atMs > 0 ? atMs : null
}

function readRetryAfter(text: string | undefined, dateMs: number | null): number | null {
  const seconds = readNumber(text)
  if (seconds !== null) return seconds >= 0 ? Math.min(seconds * 1000, dayMs) : null
  const atMs = readHttpDate(text)
  // Two instants of the same clock: their distance needs no knowledge of ours.
  if (atMs === null || dateMs === null) return null
  return Math.min(Math.max(0, atMs - dateMs), dayMs)
}
