import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { DemoPanelServer } from './panel.ts'

export interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The parsed body, or undefined where it is no JSON. */
  readonly json: unknown
  readonly fingerprint256: string
}

export interface RawOptions {
  readonly body?: unknown
  /** Sent as it is instead of `body`. */
  readonly bodyText?: string
  /** The panel's own token when left out, none for null. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  readonly agent?: Agent
}

/** `path` after `/api/v1`, or a whole path where it starts with a double slash. */
export type RawClient = (method: string, path: string, options?: RawOptions) => Promise<RawReply>

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Talks to a panel with nothing but node:https: what the tests of this folder look through.
 * The certificate that the panel shows when the client is made is the only authority, for good.
 */
export function createRawClient(
  panel: Pick<DemoPanelServer, 'url' | 'origin' | 'token' | 'certificatePem'>,
): RawClient {
  const ca = panel.certificatePem
  return (method, path, options = {}) =>
    new Promise((resolve, reject) => {
      const token = options.token === undefined ? panel.token : options.token
      const bodyText = options.bodyText ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
      const outgoing = request(
        path.startsWith('//') ? panel.origin + path.slice(1) : panel.url + path,
        {
          method,
          ...(options.agent ? { agent: options.agent } : { ca, agent: new Agent({ keepAlive: false }) }),
          ...(options.timeoutMs ? { signal: AbortSignal.timeout(options.timeoutMs) } : {}),
          headers: {
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...(bodyText === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(bodyText)) }),
            ...options.headers,
          },
        },
        (incoming) => {
          const socket = incoming.socket as typeof incoming.socket & {
            getPeerX509Certificate?: () => { readonly fingerprint256: string } | undefined
          }
          const fingerprint256 = socket.getPeerX509Certificate?.()?.fingerprint256 ?? ''
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8')
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text,
              json: parsed(text),
              fingerprint256,
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(bodyText)
    })
}
