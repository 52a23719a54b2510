import { type Scope, scopes } from './kinds/index.ts'
import { type ForeignTraffic, type RateAnswer, type RateLimit, type RateWindow, takeRequest } from './rate-window.ts'

export interface TokenOptions {
  /** The scopes of the key. The default is all. */
  readonly scopes?: readonly Scope[]
  /** True if the key may only read. */
  readonly readOnly?: boolean
  /** The parts of the budget that differ from the panel's default. */
  readonly rateLimit?: Partial<RateLimit>
}

export interface TokenGrant {
  readonly scopes: readonly Scope[]
  readonly readOnly: boolean
}

export interface Tokens {
  /** Adds a token, or changes one. A changed token keeps the requests it has used in its window. */
  add(token: string, options?: TokenOptions): void
  remove(token: string): void
  /** Counts one request. Returns what the token may do and its budget afterwards, or null for an unknown token. */
  take(
    token: string,
    nowMs: number,
    foreign: ForeignTraffic | null,
  ): { readonly grant: TokenGrant; readonly rate: RateAnswer } | null
}

/** Creates the API keys of one panel. Each key has its own window. */
export function createTokens(defaults: RateLimit): Tokens {
  const keys = new Map<
    string,
    { readonly grant: TokenGrant; readonly limit: RateLimit; readonly window: RateWindow | null }
  >()
  return {
    add: (token, options = {}) => {
      keys.set(token, {
        grant: { scopes: options.scopes ?? scopes, readOnly: options.readOnly ?? false },
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
