import type { Scope } from './faults.ts'
import { type ForeignTraffic, type RateAnswer, type RateLimit, type RateWindow, takeRequest } from './rate-window.ts'

export interface TokenOptions {
  /** What the key may touch; both when left out. */
  readonly scopes?: readonly Scope[]
  /** Refuses everything that changes something. */
  readonly readOnly?: boolean
  /** Parts of the budget that differ from the panel's own. */
  readonly rateLimit?: Partial<RateLimit>
}

export interface TokenGrant {
  readonly scopes: readonly Scope[]
  readonly readOnly: boolean
}

export interface Tokens {
  /** Issues a token, or changes one; a changed one keeps what it has used of its window. */
  add(token: string, options?: TokenOptions): void
  remove(token: string): void
  /** What the token may do, and its budget after this request; null for an unknown token. */
  take(
    token: string,
    nowMs: number,
    foreign: ForeignTraffic | null,
  ): { readonly grant: TokenGrant; readonly rate: RateAnswer } | null
}

/** The API keys of one panel, each with its own window. */
export function createTokens(defaults: RateLimit): Tokens {
  const keys = new Map<
    string,
    { readonly grant: TokenGrant; readonly limit: RateLimit; readonly window: RateWindow | null }
  >()
  return {
    add: (token, options = {}) => {
      keys.set(token, {
        grant: { scopes: options.scopes ?? ['ftp', 'cron'], readOnly: options.readOnly ?? false },
        limit: { ...defaults, ...options.rateLimit },
        window: keys.get(token)?.window ?? null,
      })
    },
    remove: (token) => void keys.delete(token),
    take: (token, nowMs, foreign) => {
      const key = keys.get(token)
      if (!key) return null
      const rate = takeRequest(key.window, nowMs, key.limit, foreign)
      keys.set(token, { ...key, window: rate.window })
      return { grant: key.grant, rate }
    },
  }
}
