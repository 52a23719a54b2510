import { parseAddress } from './ip/address.ts'

/** Why a text is not a panel address. */
export type PanelUrlProblem =
  'empty' | 'too-long' | 'spaces' | 'scheme' | 'credentials' | 'query' | 'fragment' | 'port' | 'host'

export interface PanelUrl {
  readonly ok: true
  /** The base URL of every call, without a slash at its end and always with the port: `https://host:2083/api/v1`. */
  readonly url: string
  /** The origin as `URL.origin` prints it, for comparison. It has no port if that is the scheme's default. */
  readonly origin: string
  /** The host in lower case, an IDN as punycode, IPv6 in brackets. */
  readonly host: string
  readonly port: number
  /** True for `http://`: the token and all data would be sent unencrypted. */
  readonly plainHttp: boolean
}

type PanelUrlResult = PanelUrl | { readonly ok: false; readonly problem: PanelUrlProblem }

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
 * Makes the base URL of a panel from what a person types or pastes: `1.2.3.4`, `panel.example.com:3082`,
 * `[2001:db8::1]`, `https://panel.example.com:2083/api/v1/`, or an endpoint copied from the API document, which is cut
 * to its base.
 * - Without a port, 2083 is used, even after a scheme: panels listen there, and `https://1.2.3.4` is how people write
 *   them. A panel behind a proxy on 443 is written with `:443`, so the port always stays in `url`.
 * - Without a path, `/api/v1` is used. Another path belongs to a proxy and stays as it is.
 * - Credentials, a query and a fragment are refused and not dropped, because they show that the user meant something
 *   else.
 * Never throws, and `normalisePanelUrl(result.url)` gives the same result.
 */
export function normalisePanelUrl(text: string): PanelUrlResult {
  const typed = text.replace(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g, '')
  if (typed === '') return refuse('empty')
  if (typed.length > longestUrl) return refuse('too-long')
  if (/\s/.test(typed)) return refuse('spaces')
  const parts = split(typed)
  if ('ok' in parts) return parts
  // The URL class normalises IDN, case and dot segments.
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
  // `URL` treats a backslash as a slash.
  if (rest.includes('\\')) return refuse('host')
  const place = splitAuthority(authority)
  if ('ok' in place) return place
  return { scheme, ...place, path: slash < 0 ? '' : rest.slice(slash) }
}

function splitAuthority(authority: string): { host: string; port: number } | Refusal {
  // A bare IPv6 address is valid here. With a port it needs brackets (RFC 3986 section 3.2.2), because its last group
  // could be the port.
  if (parseAddress(authority).ok && authority.includes(':')) return { host: `[${authority}]`, port: panelPorts[0] }
  const cut = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority)
  if (!cut || cut[2]?.includes(':')) return refuse('host')
  const [, host = '', portText] = cut
  if (portText === undefined) return { host, port: panelPorts[0] }
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0
  return port >= 1 && port <= 65_535 ? { host, port } : refuse('port')
}

/**
 * Tells whether a host is valid. `URL` reads `1.2.3`, `0x7f.1` and `%31.2.3.4` as IPv4, but only four decimal octets
 * are accepted here (see `parseAddress`).
 */
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
