import type { Keychain } from '../ports.ts'

/** An in-memory keychain for tests, which can be made to refuse. */
export interface FakeKeychain extends Keychain {
  readonly entries: Map<string, string>
  /** Every call so far, as `get a`. */
  readonly calls: string[]
  /** Called before each call. If it throws, the keychain rejects with that error. */
  before: (call: string) => void
}

export function fakeKeychain(): FakeKeychain {
  const entries = new Map<string, string>()
  const calls: string[] = []
  const keychain: FakeKeychain = {
    entries,
    calls,
    before: () => undefined,
    getPassword: async (_, account) => {
      note(`get ${account}`)
      return entries.get(account) ?? null
    },
    setPassword: async (_, account, password) => {
      note(`set ${account}`)
      entries.set(account, password)
    },
    deletePassword: async (_, account) => {
      note(`delete ${account}`)
      return entries.delete(account)
    },
  }
  const note = (call: string): void => {
    calls.push(call)
    keychain.before(call)
  }
  return keychain
}

export const noService = (): never => {
  throw new Error("Couldn't access platform storage: Secret Service: no result found")
}

export const dismissed = (): never => {
  throw new Error("Couldn't access platform storage: Secret Service: unlock prompt was dismissed")
}
