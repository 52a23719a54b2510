import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { DemoPanelServer } from './panel.ts'

export interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The parsed body, or undefined if it is not JSON. */
  readonly json: unknown
  readonly fingerprint256: string
}

export interface RawOptions {
  readonly body?: unknown
  /** A text that is sent unchanged in place of `body`. */
  readonly bodyText?: string
  /** The token to send. The default is the panel's own, and null sends none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  readonly agent?: Agent
}

/** Sends a request. `path` is the path after `/api/v1`, or a whole path if it starts with a double slash. */
export type RawClient = (method: string, path: string, options?: RawOptions) => Promise<RawReply>

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Creates a client that uses only node:https, for the tests of this folder. It trusts only the certificate that the
 * panel has when the client is created. A request with `agent` trusts what the agent trusts.
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
