import { parseAddress } from './ip/address.ts'

/** Why a text is no panel address. */
export type PanelUrlProblem =
  'empty' | 'too-long' | 'spaces' | 'scheme' | 'credentials' | 'query' | 'fragment' | 'port' | 'host'

export interface PanelUrl {
  readonly ok: true
  /** Base URL of every call, no slash at its end, the port always written: `https://host:2083/api/v1`. */
  readonly url: string
  /** As `URL.origin` prints it, to compare with other origins: without the port where that is the scheme's own. */
  readonly origin: string
  /** Host in lower case, IDN as punycode, IPv6 in brackets. */
  readonly host: string
  readonly port: number
  /** True for `http://`: token and data would cross the network in clear. */
  readonly plainHttp: boolean
}

export type PanelUrlResult = PanelUrl | { readonly ok: false; readonly problem: PanelUrlProblem }

/** The API document prints 2083; other pages of the vendor print 3082. */
export const panelPorts = [2083, 3082] as const

const apiPath = '/api/v1'
const longestUrl = 2000

interface Parts {
  readonly scheme: 'https' | 'http'
  readonly host: string
  readonly port: number
  readonly path: string
}

type Refusal = { readonly ok: false; readonly problem: PanelUrlProblem }
const refuse = (problem: PanelUrlProblem): Refusal => ({ ok: false, problem })

/**
 * The base URL of a panel from what a person types or pastes: `1.2.3.4`, `panel.example.com:3082`, `[2001:db8::1]`,
 * `https://panel.example.com:2083/api/v1/`, or an endpoint copied from the API document, of which the base is taken.
 * - No port means 2083, with a scheme too: panels listen there, and `https://1.2.3.4` is how people write them.
 *   A panel behind a proxy on 443 is written with `:443`, which is why the port always stays in `url`.
 * - No path means `/api/v1`; another path is a proxy's and stays as it is.
 * - Credentials, query and fragment are refused rather than dropped: they say that something else was meant.
 * Never throws, and `normalisePanelUrl(result.url)` gives the same result.
 */
export function normalisePanelUrl(text: string): PanelUrlResult {
  const typed = text.replace(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g, '')
  if (typed === '') return refuse('empty')
  if (typed.length > longestUrl) return refuse('too-long')
  if (/\s/.test(typed)) return refuse('spaces')
  const parts = split(typed)
  if ('ok' in parts) return parts
  // The URL class settles IDN, case and dot segments.
  const bare = `${parts.scheme}://${parts.host}:${parts.port}${parts.path}`
  if (!URL.canParse(bare)) return refuse('host')
  const parsed = new URL(bare)
  const host = parsed.hostname.replace(/\.$/, '')
  if (!isHost(host, parts.host)) return refuse('host')
  const origin = new URL(`${parts.scheme}://${host}:${parts.port}`).origin
  const url = `${parts.scheme}://${host}:${parts.port}${basePath(parsed.pathname)}`
  return { ok: true, url, origin, host, port: parts.port, plainHttp: parts.scheme === 'http' }
}

function split(typed: string): Parts | Refusal {
  const named = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)
  const scheme = (named?.[1] ?? 'https').toLowerCase()
  if (scheme !== 'https' && scheme !== 'http') return refuse('scheme')
  const rest = typed.slice(named?.[0].length ?? 0)
  if (rest.includes('#')) return refuse('fragment')
  if (rest.includes('?')) return refuse('query')
  const slash = rest.indexOf('/')
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  if (authority.includes('@')) return refuse('credentials')
  // `URL` takes a backslash for a slash.
  if (rest.includes('\\')) return refuse('host')
  const place = splitAuthority(authority)
  if ('ok' in place) return place
  return { scheme, ...place, path: slash < 0 ? '' : rest.slice(slash) }
}

function splitAuthority(authority: string): { host: string; port: number } | Refusal {
  // A bare IPv6 address is one; with a port it needs brackets (RFC 3986 section 3.2.2), or its end could be either.
  if (parseAddress(authority).ok && authority.includes(':')) return { host: `[${authority}]`, port: panelPorts[0] }
  const cut = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority)
  if (!cut || cut[2]?.includes(':')) return refuse('host')
  const [, host = '', portText] = cut
  if (portText === undefined) return { host, port: panelPorts[0] }
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0
  return port >= 1 && port <= 65_535 ? { host, port } : refuse('port')
}

/** `URL` reads `1.2.3`, `0x7f.1` and `%31.2.3.4` as IPv4; here only four decimal octets are (see `parseAddress`). */
function isHost(host: string, typed: string): boolean {
  if (host.startsWith('[')) return true
  if (host.length > 253 || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host)) return false
  const numeric = /(^|\.)(\d+|0x[0-9a-f]*)$/i.test(host)
  return !numeric || (host === typed && parseAddress(host).ok)
}

function basePath(pathname: string): string {
  const path = pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '')
  if (path === '') return apiPath
  return path.replace(/(\/api\/v1)\/(ftp|cronjobs|auth|version)(\/.*)?$/, '$1')
}
