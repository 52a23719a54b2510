import type { TokenStore } from './types.ts'

export interface SessionStore extends TokenStore {
  all(): ReadonlyMap<string, string>
  clear(): void
}

/** Tokens in memory only. They are gone when Wisdeck closes. */
export function createSessionStore(): SessionStore {
  const tokens = new Map<string, string>()
  return {
    all: () => new Map(tokens),
    clear: () => tokens.clear(),
    get: async (profileId) => tokens.get(profileId) ?? null,
    putAll: async (more) => more.forEach((token, profileId) => tokens.set(profileId, token)),
    forget: async (profileId) => void tokens.delete(profileId),
  }
}
