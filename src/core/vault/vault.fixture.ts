import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { VaultKind } from '../../shared/model/vault.ts'
import { type FakeKeychain, fakeKeychain } from './fixtures.ts'
import type { Vault } from './types.ts'
import { createVault } from './vault.ts'

export const code = (value: string) => expect.objectContaining({ code: value })
export const read = (vault: Vault, id: string): Promise<string> => vault.use(id, (token) => token)

/** What stands around a vault, new before each test; a test changes it as it goes. */
interface VaultSetup {
  dir: string
  keychain: FakeKeychain
  chosen: Exclude<VaultKind, 'undecided'> | null
  choiceFails: boolean
  ids: string[]
  guarded: string[]
  nowMs: number
}

export function useVault() {
  const setup = {} as VaultSetup
  beforeEach(() => {
    Object.assign(setup, {
      dir: mkdtempSync(join(tmpdir(), 'wisdeck-vault-')),
      keychain: fakeKeychain(),
      chosen: null,
      choiceFails: false,
      ids: [],
      guarded: [],
      nowMs: 0,
    } satisfies VaultSetup)
  })
  afterEach(() => rmSync(setup.dir, { recursive: true, force: true }))

  const open = (): Promise<Vault> =>
    createVault({
      keychain: setup.keychain,
      dataDir: setup.dir,
      choice: {
        get: () => setup.chosen,
        put: (kind) => {
          if (setup.choiceFails) throw new Error('disk full')
          setup.chosen = kind
        },
      },
      profileIds: () => setup.ids,
      guard: (secret) => setup.guarded.push(secret),
      nowMs: () => setup.nowMs,
      scryptCost: 1024,
    })

  /** Opens a vault of this kind that holds the tokens of a and b. */
  async function filled(kind: 'keychain' | 'session' | 'passphrase'): Promise<Vault> {
    const vault = await open()
    await vault.choose(kind === 'passphrase' ? { kind, passphrase: 'correct horse' } : { kind })
    await vault.put('a', 'token-of-a')
    await vault.put('b', 'token-of-b')
    setup.ids = ['a', 'b']
    return vault
  }
  return { setup, open, filled, file: () => join(setup.dir, 'vault.json') }
}
