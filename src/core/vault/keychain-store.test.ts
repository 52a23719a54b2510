import { describe, expect, it } from 'vitest'
import { dismissed } from './fixtures.ts'
import { code, read, useVault } from './vault.fixture.ts'

const { setup, open, filled } = useVault()

describe('the keychain', () => {
  it('is read once per token until it is locked, with one call at a time', async () => {
    await filled('keychain')
    const vault = await open()
    setup.keychain.calls.length = 0
    await Promise.all(Array.from({ length: 50 }, () => read(vault, 'a')))
    expect(setup.keychain.calls).toEqual(['get a'])
    await vault.lock()
    await read(vault, 'a')
    expect(setup.keychain.calls).toEqual(['get a', 'get a'])
  })
  it('notices a missing entry the next time it is read', async () => {
    const vault = await filled('keychain')
    setup.keychain.entries.delete('a')
    await vault.lock()
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.missing'))
  })
  it('is asked once if it is locked, not once per server', async () => {
    await filled('keychain')
    setup.ids = Array.from({ length: 200 }, (_, i) => `s${i}`)
    const vault = await open()
    setup.keychain.calls.length = 0
    setup.keychain.before = dismissed
    const results = await Promise.allSettled(setup.ids.map((id) => read(vault, id)))
    expect(
      results.every(
        (result) => result.status === 'rejected' && (result.reason as { code: string }).code === 'vault.locked',
      ),
    ).toBe(true)
    expect(setup.keychain.calls).toHaveLength(1)
    expect(await vault.status()).toMatchObject({ kind: 'keychain', locked: true, keychainAvailable: true })
    setup.keychain.before = () => undefined
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
    expect(await vault.unlock('')).toMatchObject({ locked: false })
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
  it('is asked again by itself after half a minute', async () => {
    await filled('keychain')
    const vault = await open()
    setup.keychain.before = dismissed
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
    setup.keychain.before = () => undefined
    setup.nowMs += 30_000
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
})
