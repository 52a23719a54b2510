import type { Keychain } from '../../src/core/ports.ts'

const refuse = () => Promise.reject(new Error("Couldn't access platform storage"))

/** A machine without a secret service: every call fails as the real keychain fails there. */
export const noKeychain: Keychain = { getPassword: refuse, setPassword: refuse, deletePassword: refuse }
