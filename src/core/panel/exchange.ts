import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import type { Endpoint } from './endpoint.ts'
import { isHtml, replyError, unreadable, type PanelRequest } from './errors.ts'
import { cancelledError } from './network-errors.ts'
import { isObject } from './reply-fields.ts'
import type { RawReply } from './http-transport.ts'

/** How the body of a success is read. `json` readers return null for an answer that makes no sense. */
export type Reader<T> =
  | { readonly kind: 'json'; readonly read: (value: unknown) => T | null }
  | { readonly kind: 'text'; readonly read: (body: string) => T }
  | { readonly kind: 'ignored'; readonly value: T }

export const jsonReader = <T>(read: (value: unknown) => T | null): Reader<T> => ({ kind: 'json', read })
export const textReader = <T>(read: (body: string) => T): Reader<T> => ({ kind: 'text', read })
/** A reader for changes whose reply is not documented: any success will do, except a web page or `success: false`. */
export const ignored: Reader<undefined> = { kind: 'ignored', value: undefined }

/** One request of the API, and how its success is read. */
export interface Call<T> {
  readonly endpoint: Endpoint
  readonly id?: string
  readonly body?: Readonly<Record<string, unknown>>
  /** Hidden in what an error keeps of the panel's answer. */
  readonly secret?: string | undefined
  readonly read: Reader<T>
}

function parse(body: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(body) }
  } catch {
    return null
  }
}

/**
 * Returns the error status inside `{success: false, …}` that came with a 2xx, as some panels send it, or 400 if it
 * names none. Returns null for a true success.
 */
function refusalInside(value: unknown): number | null {
  if (!isObject(value) || value.success !== false) return null
  const status = Number(value.status ?? value.code)
  return status >= 400 && status < 600 ? status : 400
}

/**
 * Returns the value that a reply holds. `extraSecret` is one more secret that the reply may hold.
 * @throws AppError panel.* (net.timeout for 408) for anything but a success that can be read
 */
export function readAnswer<T>(call: Call<T>, request: PanelRequest, reply: RawReply, extraSecret?: string): T {
  const secrets = [call.secret, extraSecret].filter((secret) => secret !== undefined)
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, request, secrets)
  if (isHtml(reply)) throw unreadable(reply, request, 'html', secrets)
  const parsed = parse(reply.body)
  const refusal = parsed && refusalInside(parsed.value)
  if (refusal) throw replyError({ ...reply, status: refusal }, request, secrets)
  if (call.read.kind === 'ignored') return call.read.value
  if (call.read.kind === 'text') return call.read.read(reply.body)
  if (!parsed) throw unreadable(reply, request, 'not-json', secrets)
  const value = call.read.read(parsed.value)
  if (value === null) throw unreadable(reply, request, 'unexpected-shape', secrets)
  return value
}

/**
 * Returns the header with the token.
 * @throws AppError panel.token-rejected for a token that no header can carry; such a token is not sent
 */
export function authorization(token: string): { readonly Authorization: string } {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new AppError('panel.token-rejected', 'The token holds characters that no token has', {
      reason: 'malformed',
      sent: false,
    })
  return { Authorization: `Bearer ${token}` }
}

/**
 * Returns the error for a change that may have been carried out. `cause` is the error because of which its answer is
 * not known.
 */
export function unknownOutcome(endpoint: Endpoint, cause: AppError): AppError {
  return new AppError('write.unknown', 'The answer was lost: whether the change was made is not known', {
    method: endpoint.method,
    cause: cause.toValue(),
  })
}

/** Resolves with null if the panel has no such endpoint (404). */
export async function nullIfNotFound<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.details?.status === 404) return null
    throw thrown
  }
}

/**
 * Resolves after `delayMs`.
 * @throws AppError cancelled when the signal fires first
 */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel()
      reject(cancelledError(false))
    }
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}
