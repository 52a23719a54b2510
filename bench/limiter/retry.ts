import type { LimitedReply } from '../../src/core/limiter/types.ts'

/** A 429 as an error, for libraries that retry when a request throws. */
export interface TooManyRequests extends Error {
  readonly rejection: LimitedReply
}

export function tooManyRequests(rejection: LimitedReply): TooManyRequests {
  return Object.assign(new Error('429 Too Many Requests'), { rejection })
}

export function isTooManyRequests(error: unknown): error is TooManyRequests {
  return error instanceof Error && 'rejection' in error
}

/**
 * Returns how long a careful user of the peers waits after the n-th 429 in a row: until Reset if that is in the future,
 * else a second that doubles each time, up to a minute. In ms.
 */
export function retryDelayMs(headers: Readonly<Record<string, unknown>>, attempt: number): number {
  const waitMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.now()
  return waitMs > 0 ? waitMs : Math.min(60_000, 1000 * 2 ** (attempt - 1))
}

/** Schedules a request until the panel accepts it. */
export async function untilAccepted(schedule: () => Promise<LimitedReply>): Promise<LimitedReply> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await schedule()
    if (reply.status !== 429) return reply
    const delayMs = retryDelayMs(reply.headers, attempt)
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
