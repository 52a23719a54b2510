import type { AppError } from '../../shared/errors.ts'
import type { RetryClass } from './endpoint.ts'

interface Rule {
  /** What to do if a request was sent and it is not known whether it was carried out. */
  readonly onDoubt: 'again' | 'unknown'
  /** Whether "no such entry" on a later attempt means that an earlier attempt succeeded. */
  readonly goneIsDone: boolean
}

/**
 * A read changes nothing, a PUT sets a state and a DELETE ends in one: all three may be repeated. A POST may not:
 * it could create a second row or flip a switch back, so its outcome is found out by reading (reconcile.ts).
 */
const retryTable: Readonly<Record<RetryClass, Rule>> = {
  read: { onDoubt: 'again', goneIsDone: false },
  set: { onDoubt: 'again', goneIsDone: false },
  remove: { onDoubt: 'again', goneIsDone: true },
  create: { onDoubt: 'unknown', goneIsDone: false },
  flip: { onDoubt: 'unknown', goneIsDone: false },
}

const defaultTries = 3
/**
 * No attempt follows a timeout if this many have been made already: each takes a whole time limit, and a person waits
 * for the outcome.
 */
const triesBeforeTimeoutFails = 2

const gatewayStatuses: readonly number[] = [502, 503, 504, 520, 521, 522, 523, 524]
/** Whether a status is a gateway's: what the panel behind it has done is unknown. 520 to 524 are Cloudflare's. */
export const isGatewayStatus = (status: number): boolean => gatewayStatuses.includes(status)

type RetryDecision =
  | { readonly kind: 'fail' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly delayMs: number }

interface FailedAttempt {
  readonly retryClass: RetryClass
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly error: AppError
  /** The most attempts in all; 3 by default. */
  readonly tries?: number | undefined
  /** Whether no attempt may follow a timeout. */
  readonly oneTimeout?: boolean
  /** A number in [0, 1), for the jitter. */
  readonly random: number
}

/** Returns whether the request may have been carried out, or is likely to succeed the next time. */
function isTransient(retryClass: RetryClass, { code, details }: AppError): boolean {
  const status = typeof details?.status === 'number' ? details.status : null
  switch (code) {
    case 'net.lost':
    case 'net.timeout':
      return true
    case 'net.dns':
      return details?.reason === 'temporary'
    case 'net.too-large':
      return retryTable[retryClass].onDoubt === 'unknown'
    case 'panel.server-error':
      return status !== null && isGatewayStatus(status)
    case 'panel.html':
      return status !== null && (status < 300 || status >= 500)
    case 'panel.bad-reply':
      // The answer to a read may have been cut off in transit. A POST answered with success, but unreadably, has
      // probably been carried out.
      return retryTable[retryClass].onDoubt === 'unknown' || details?.reason === 'not-json'
    default:
      return false
  }
}

/**
 * Returns half a second, then a second, each shortened by up to half so that clients do not retry in step. A longer
 * `Retry-After` counts, up to 30 s.
 */
function backOffMs(attempt: number, random: number, error: AppError): number {
  const jitteredMs = 500 * 2 ** (attempt - 1) * (1 - random / 2)
  const retryAfterMs =
    typeof error.details?.retryAfterMs === 'number' ? Math.min(error.details.retryAfterMs, 30_000) : 0
  return Math.round(Math.max(jitteredMs, retryAfterMs))
}

/** Returns what to do after a failed attempt. Pure: the result depends on nothing but the input. */
export function decideRetry({
  retryClass,
  attempt,
  error,
  random,
  tries = defaultTries,
  oneTimeout = false,
}: FailedAttempt): RetryDecision {
  const rule = retryTable[retryClass]
  if (rule.goneIsDone && attempt > 1 && error.code === 'panel.not-found') return { kind: 'done' }
  if (!isTransient(retryClass, error)) return { kind: 'fail' }
  if (rule.onDoubt === 'unknown') return { kind: error.details?.sent === true ? 'unknown' : 'fail' }
  const timeoutTries = oneTimeout ? 1 : triesBeforeTimeoutFails
  const maxTries = error.code === 'net.timeout' ? Math.min(tries, timeoutTries) : tries
  return attempt < maxTries ? { kind: 'again', delayMs: backOffMs(attempt, random, error) } : { kind: 'fail' }
}
