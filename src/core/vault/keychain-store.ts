import { Mutex } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { Keychain } from '../ports.ts'
import { keychainError } from './keychain-errors.ts'
import type { TokenStore } from './types.ts'

/** The service name of all entries. The account is the id of the profile. */
const keychainService = 'Wisdeck'
/** An account without a token. Asking for it shows whether a keychain answers, without a prompt. */
const probeAccount = 'wisdeck-probe'
/** After a refusal, reads fail at once for this long: a refresh of 200 servers must not open 200 prompts. */
const refusalMs = 30_000

export interface KeychainStore extends TokenStore {
  /** Whether the keychain answered the last call. True before the first call. */
  available(): boolean
  locked(): boolean
  /** Asks for an entry that does not exist. Never rejects. */
  probe(): Promise<void>
  /** Writes, reads and removes a test entry, because some keychains answer calls but store nothing. */
  testWrite(): Promise<void>
  /** Drops the cached tokens and lets the next read ask the keychain again at once. */
  reset(): void
}

/** Tokens in the OS keychain. Calls run one at a time. A token is read once and then cached in memory. */
export function createKeychainStore(keychain: Keychain, nowMs: () => number): KeychainStore {
  const cached = new Map<string, string>()
  let refusal: { readonly error: AppError; readonly untilMs: number } | null = null

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call()
      refusal = null
      return answer
    } catch (thrown) {
      const error = keychainError(thrown)
      refusal = { error, untilMs: nowMs() + refusalMs }
      throw error
    }
  }

  /** Runs one call at a time, so that at most one prompt is open and its answer counts for all waiting calls. */
  const mutex = new Mutex()

  async function get(profileId: string): Promise<string | null> {
    const known = cached.get(profileId)
    if (known !== undefined) return known
    if (refusal && nowMs() < refusal.untilMs) throw refusal.error
    const token = await ask(() => keychain.getPassword(keychainService, profileId))
    if (token !== null) cached.set(profileId, token)
    return token
  }

  async function put(profileId: string, token: string): Promise<void> {
    cached.delete(profileId)
    await ask(() => keychain.setPassword(keychainService, profileId, token))
    cached.set(profileId, token)
  }

  async function testWrite(): Promise<void> {
    await ask(async () => {
      await keychain.setPassword(keychainService, probeAccount, 'probe')
      const readBack = await keychain.getPassword(keychainService, probeAccount)
      await keychain.deletePassword(keychainService, probeAccount)
      if (readBack !== 'probe') throw new AppError('vault.unavailable', 'The keychain does not keep what it is given')
    })
  }

  return {
    available: () => refusal?.error.code !== 'vault.unavailable',
    locked: () => refusal?.error.code === 'vault.locked',
    probe: () =>
      mutex.runExclusive(() => ask(() => keychain.getPassword(keychainService, probeAccount))).then(ignore, ignore),
    testWrite: () => mutex.runExclusive(testWrite),
    reset: () => {
      cached.clear()
      refusal = refusal && { ...refusal, untilMs: 0 }
    },
    get: (profileId) => mutex.runExclusive(() => get(profileId)),
    putAll: (tokens) =>
      mutex.runExclusive(async () => {
        for (const [profileId, token] of tokens) await put(profileId, token)
      }),
    forget: (profileId) =>
      mutex.runExclusive(async () => {
        cached.delete(profileId)
        await ask(() => keychain.deletePassword(keychainService, profileId))
      }),
  }
}

const ignore = (): void => undefined
