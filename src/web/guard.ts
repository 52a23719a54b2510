import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { passHeader } from '../shared/page-pass.ts'

/** A ticket from a window's address is valid for one page load, within this time after it was made. */
const ticketLifeMs = 60_000

/** Why a request is refused. The page sees it as the status of the reply. */
export type Refusal = 'host' | 'origin' | 'key'

/** Decides which requests are let in. Holds every secret of the server: they leave it only through these members. */
export interface Guard {
  /** The key of this server, 32 random bytes, for the ready file and the address that is printed. */
  readonly key: string
  /** Returns a secret that opens one session, once, within a minute. It may appear on a browser's command line. */
  createTicket(): string
  /** Checks that a request is meant for this server. A rebound DNS name shows in Host. */
  checkHost(headers: IncomingHttpHeaders): Refusal | null
  /** Checks a call or an event stream: it must come from our own page or from no page, with the key or a session. */
  checkCaller(headers: IncomingHttpHeaders): Refusal | null
  /**
   * Exchanges the key or a ticket for the two halves of a session: a Set-Cookie value and a pass for the page. Returns
   * the reason if it refuses.
   */
  openSession(
    headers: IncomingHttpHeaders,
  ): { readonly cookie: string; readonly pass: string } | { readonly refused: Refusal }
}

/** Compares two secrets in constant time, whatever their lengths. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function bearer(headers: IncomingHttpHeaders): string | null {
  return /^Bearer ([\w-]{1,200})$/.exec(headers.authorization ?? '')?.[1] ?? null
}

function readCookie(headers: IncomingHttpHeaders, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}

/** Refuses pages of another origin. They name it in Origin or, for requests without CORS, in Sec-Fetch-Site. */
function checkOrigin(headers: IncomingHttpHeaders): Refusal | null {
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return 'origin'
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none' ? null : 'origin'
}

/**
 * Creates the guard of one loopback server. `now` is a clock in milliseconds.
 * Browsers do not separate cookies by port (RFC 6265, section 8.5): every server on this host that the same browser
 * visits receives ours. Its name contains the port, so that two apps do not overwrite each other's cookie. It opens
 * nothing without the pass.
 */
export function createGuard(port: number, now: () => number): Guard {
  const key = randomBytes(32).toString('base64url')
  const session = randomBytes(32).toString('base64url')
  const pass = randomBytes(32).toString('base64url')
  const cookieName = `wisdeck_${port}`
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  const tickets = new Map<string, number>()

  const checkHost = (headers: IncomingHttpHeaders): Refusal | null => (hosts.has(headers.host ?? '') ? null : 'host')

  const spendTicket = (offered: string): boolean => {
    for (const [ticket, createdAtMs] of tickets) {
      if (now() - createdAtMs > ticketLifeMs) tickets.delete(ticket)
      else if (sameSecret(ticket, offered)) return tickets.delete(ticket)
    }
    return false
  }

  return {
    key,
    createTicket() {
      const ticket = randomBytes(32).toString('base64url')
      tickets.set(ticket, now())
      return ticket
    },
    checkHost,
    checkCaller(headers) {
      const refused = checkHost(headers) ?? checkOrigin(headers)
      if (refused) return refused
      const offered = bearer(headers)
      if (offered !== null) return sameSecret(offered, key) ? null : 'key'
      const hasCookie = sameSecret(readCookie(headers, cookieName) ?? '', session)
      const shown = headers[passHeader]
      const hasPass = sameSecret(typeof shown === 'string' ? shown : '', pass)
      return hasCookie && hasPass ? null : 'key'
    },
    openSession(headers) {
      const refused = checkHost(headers) ?? checkOrigin(headers)
      if (refused) return { refused }
      const offered = bearer(headers)
      if (offered === null || !(sameSecret(offered, key) || spendTicket(offered))) return { refused: 'key' }
      return { cookie: `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`, pass }
    },
  }
}
