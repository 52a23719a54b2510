import { Mutex } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { Keychain } from '../ports.ts'
import { keychainError } from './keychain-errors.ts'
import type { TokenStore } from './types.ts'

/** The name under which all entries stand; the account is the profile's id. */
const keychainService = 'Wisdeck'
/** Holds no token: asking for it shows whether a keychain answers, without a prompt. */
const probeAccount = 'wisdeck-probe'
/** After a refusal, reads fail at once for this long: a refresh of 200 servers must not open 200 prompts. */
const restMs = 30_000

export interface KeychainStore extends TokenStore {
  /** Whether it answered at the last call; true before the first one. */
  available(): boolean
  locked(): boolean
  /** Asks for an entry that is not there. Never rejects. */
  probe(): Promise<void>
  /** Writes, reads and removes an entry of no meaning: some keychains answer questions and then keep nothing. */
  tryOut(): Promise<void>
  /** Lets the next read ask again at once, and drops what is remembered. */
  reset(): void
}

/** Tokens in the OS keychain: one call at a time, read once and then held in memory. */
export function createKeychainStore(keychain: Keychain, nowMs: () => number): KeychainStore {
  const read = new Map<string, string>()
  let refusal: { readonly error: AppError; readonly untilMs: number } | null = null

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call()
      refusal = null
      return answer
    } catch (thrown) {
      const error = keychainError(thrown)
      refusal = { error, untilMs: nowMs() + restMs }
      throw error
    }
  }

  /** One at a time, so that one prompt is open at most and its answer counts for all that wait. */
  const mutex = new Mutex()

  async function get(profileId: string): Promise<string | null> {
    const known = read.get(profileId)
    if (known !== undefined) return known
    if (refusal && nowMs() < refusal.untilMs) throw refusal.error
    const token = await ask(() => keychain.getPassword(keychainService, profileId))
    if (token !== null) read.set(profileId, token)
    return token
  }

  async function put(profileId: string, token: string): Promise<void> {
    read.delete(profileId)
    await ask(() => keychain.setPassword(keychainService, profileId, token))
    read.set(profileId, token)
  }

  async function tryOut(): Promise<void> {
    await ask(async () => {
      await keychain.setPassword(keychainService, probeAccount, 'probe')
      const back = await keychain.getPassword(keychainService, probeAccount)
      await keychain.deletePassword(keychainService, probeAccount)
      if (back !== 'probe') throw new AppError('vault.unavailable', 'The keychain does not keep what it is given')
    })
  }

  return {
    available: () => refusal?.error.code !== 'vault.unavailable',
    locked: () => refusal?.error.code === 'vault.locked',
    probe: () =>
      mutex.runExclusive(() => ask(() => keychain.getPassword(keychainService, probeAccount))).then(ignore, ignore),
    tryOut: () => mutex.runExclusive(tryOut),
    reset: () => {
      read.clear()
      refusal = refusal && { ...refusal, untilMs: 0 }
    },
    get: (profileId) => mutex.runExclusive(() => get(profileId)),
    putAll: (tokens) =>
      mutex.runExclusive(async () => {
        for (const [profileId, token] of tokens) await put(profileId, token)
      }),
    forget: (profileId) =>
      mutex.runExclusive(async () => {
        read.delete(profileId)
        await ask(() => keychain.deletePassword(keychainService, profileId))
      }),
  }
}

const ignore = (): void => undefined
