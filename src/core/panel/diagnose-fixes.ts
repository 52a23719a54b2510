import type { AppError } from '../../shared/errors.ts'
import type { Fix } from '../../shared/model/diagnosis.ts'
import { normalisePanelUrl, panelPorts } from '../../shared/panel-url.ts'
import { endpointOf, probeCertificate } from './trust.ts'

/** Returns the fix for an error of the panel at the typed URL, or null if none is known. */
export function fixFor({ code, details }: AppError, typed: string): Fix | null {
  const textOf = (key: string) => (typeof details?.[key] === 'string' ? details[key] : null)
  switch (code) {
    case 'panel.token-rejected':
      return { kind: 'new-token' }
    case 'panel.scope':
      return { kind: 'widen-scope', scope: textOf('scope') ?? '' }
    case 'panel.address-refused':
      return { kind: 'allow-address' }
    case 'panel.throttled':
      return { kind: 'wait', untilMs: typeof details?.untilMs === 'number' ? details.untilMs : null }
    case 'panel.wrong-path':
    case 'panel.html':
    case 'panel.redirect':
      return suggestUsualPath(typed)
    default:
      return null
  }
}

/** Suggests the same host and port with the path of the API document, if another path was given. */
function suggestUsualPath(typed: string): Fix | null {
  const parsed = normalisePanelUrl(typed)
  if (!parsed.ok) return null
  const start = `${parsed.plainHttp ? 'http' : 'https'}://${parsed.host}:${parsed.port}`
  const usual = normalisePanelUrl(start)
  return usual.ok && usual.url !== parsed.url ? { kind: 'use-url', url: usual.url } : null
}

/** Suggests another port of the host on which a TLS server answers. Only handshakes are made; no request is sent. */
export async function suggestOtherPort(search: {
  readonly url: string
  readonly ports: readonly number[] | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}): Promise<Fix | null> {
  if (search.url.startsWith('http:')) return null
  const endpoint = endpointOf(search.url)
  for (const port of (search.ports ?? panelPorts).filter((candidate) => candidate !== endpoint.port)) {
    const otherUrl = withPort(search.url, port)
    const certificate = await probeCertificate({
      url: otherUrl,
      timeoutMs: Math.min(search.timeoutMs, 5_000),
      signal: search.signal,
    }).catch(() => null)
    if (certificate) return { kind: 'use-url', url: otherUrl }
  }
  return null
}

/** Returns the URL with another port, which is always written out. */
function withPort(url: string, port: number): string {
  const { protocol, hostname, pathname } = new URL(url)
  return `${protocol}//${hostname}:${port}${pathname}`
}
