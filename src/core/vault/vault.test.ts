import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { VaultStatus } from '../../shared/model/vault.ts'
import { noService } from './fixtures.ts'
import { code, read, useVault } from './vault.fixture.ts'
import { tokenHash } from './token-hash.ts'

const { setup, open, filled } = useVault()

describe('at the start', () => {
  it('uses a keychain that answers, and stores that choice with the first token', async () => {
    const vault = await open()
    expect(await vault.status()).toEqual({
      kind: 'keychain',
      locked: false,
      keychainAvailable: true,
      passphraseFileExists: false,
      tokens: 0,
    })
    expect(setup.chosen).toBeNull()
    await vault.put('a', 'token-of-a')
    expect(setup.chosen).toBe('keychain')
    expect(setup.keychain.entries.get('a')).toBe('token-of-a')
  })
  it('is undecided if no keychain answers, and writes nothing', async () => {
    setup.keychain.before = noService
    const vault = await open()
    expect(await vault.status()).toMatchObject({ kind: 'undecided', keychainAvailable: false })
    await expect(vault.put('a', 'token-of-a')).rejects.toThrow(code('vault.undecided'))
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.undecided'))
    expect(await vault.has('a', tokenHash('token-of-a'))).toBe(false)
    await vault.forget('a')
    expect(readdirSync(setup.dir)).toEqual([])
    setup.keychain.before = () => undefined
    expect(await vault.unlock('')).toMatchObject({ kind: 'keychain', keychainAvailable: true })
  })
  it('becomes undecided if the keychain answers but does not store the first token', async () => {
    setup.keychain.before = (call) => (call.startsWith('set') ? noService() : undefined)
    const vault = await open()
    await expect(vault.put('a', 'token-of-a')).rejects.toThrow(code('vault.undecided'))
    expect(await vault.status()).toMatchObject({ kind: 'undecided', keychainAvailable: false })
  })
  it('keeps a chosen keychain that does not answer now', async () => {
    setup.chosen = 'keychain'
    setup.ids = ['a']
    setup.keychain.before = noService
    const vault = await open()
    expect(await vault.status()).toEqual({
      kind: 'keychain',
      locked: false,
      keychainAvailable: false,
      passphraseFileExists: false,
      tokens: 1,
    })
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.unavailable'))
    await expect(vault.put('a', 'token-of-a')).rejects.toThrow(code('vault.unavailable'))
  })
  it('finds a vault file again although the choice was lost', async () => {
    await filled('passphrase')
    setup.chosen = null
    const vault = await open()
    expect(await vault.status()).toMatchObject({ kind: 'passphrase', locked: true })
  })
})

describe('any kind', () => {
  it.each(['keychain', 'session', 'passphrase'] as const)(
    '%s stores, returns, replaces and removes tokens',
    async (kind) => {
      const vault = await filled(kind)
      expect(await read(vault, 'a')).toBe('token-of-a')
      await vault.put('a', 'newer-token')
      expect(await read(vault, 'a')).toBe('newer-token')
      expect(await vault.has('b', tokenHash('token-of-b'))).toBe(true)
      expect(await vault.has('b', tokenHash('token-of-a'))).toBe(false)
      await vault.forget('b')
      await vault.forget('b')
      expect(await vault.has('b', tokenHash('token-of-b'))).toBe(false)
      await expect(read(vault, 'b')).rejects.toThrow(code('vault.missing'))
      expect(setup.guarded).toEqual(expect.arrayContaining(['token-of-a', 'newer-token']))
      await expect(vault.use('a', () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    },
  )
  it('reports each change once', async () => {
    const vault = await open()
    const reported: VaultStatus[] = []
    const stop = vault.onChange((status) => reported.push(status))
    await vault.choose({ kind: 'session' })
    await vault.put('a', 'token-of-a')
    await read(vault, 'a')
    await vault.put('a', 'token-of-a2')
    expect(reported.map(({ kind, tokens }) => `${kind} ${tokens}`)).toEqual(['session 0', 'session 1'])
    stop()
    await vault.forget('a')
    expect(reported).toHaveLength(2)
  })
})
