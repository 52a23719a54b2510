import type * as keyring from '@napi-rs/keyring'
import { AppError } from '../../shared/errors.ts'
import type { Keychain } from '../ports.ts'
import { sessionBusAnswers } from './session-bus.ts'

interface OsKeychainOptions {
  /** How long one call may take, including a prompt. 60 seconds by default. */
  readonly timeoutMs?: number
  /** How long a D-Bus session bus may take to answer the handshake. 2 seconds by default. */
  readonly busTimeoutMs?: number
}

type Keyring = typeof keyring
type Entry = keyring.AsyncEntry

const unavailable = (message: string): AppError => new AppError('vault.unavailable', message)

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. The
 * native module is loaded on the first call. On Linux the store is set explicitly: by default the module falls back to
 * the kernel's keyring, which accepts a token and has lost it after the next login.
 * Rejects with AppError vault.unavailable if nothing answers in time, else with the error of the module.
 */
export function createOsKeychain(options: OsKeychainOptions = {}): Keychain {
  const { timeoutMs = 60_000, busTimeoutMs = 2000 } = options
  let loading: Promise<Keyring> | null = null

  async function load(): Promise<Keyring> {
    try {
      return await (loading ??= import('@napi-rs/keyring'))
    } catch {
      loading = null
      throw unavailable('The keychain module could not be loaded')
    }
  }

  async function call<T>(service: string, account: string, run: (entry: Entry) => Promise<T>): Promise<T> {
    if (process.platform === 'linux' && !(await sessionBusAnswers(process.env, busTimeoutMs))) {
      throw unavailable('No D-Bus session bus answers')
    }
    const { AsyncEntry } = await load()
    return withTimeout(run(new AsyncEntry(service, account, { linux: { store: 'secret-service' } })), timeoutMs)
  }

  return {
    // If there is no such entry, the module resolves to undefined or null, depending on the platform.
    getPassword: async (service, account) => (await call(service, account, (entry) => entry.getPassword())) ?? null,
    setPassword: (service, account, password) => call(service, account, (entry) => entry.setPassword(password)),
    deletePassword: (service, account) => call(service, account, (entry) => entry.deletePassword()),
  }
}

/** Stops waiting after `timeoutMs`. The call itself cannot be cancelled: its thread ends when the keychain answers. */
async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('The keychain did not answer in time')), timeoutMs)
  })
  try {
    return await Promise.race([work, timedOut])
  } finally {
    clearTimeout(timer)
  }
}
