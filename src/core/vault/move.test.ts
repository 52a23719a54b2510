import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dismissed } from './fixtures.ts'
import { code, read, useVault } from './vault.fixture.ts'

const { setup, open, filled, file } = useVault()

describe('moving', () => {
  const kinds = ['keychain', 'session', 'passphrase'] as const
  const choiceOf = (kind: (typeof kinds)[number]) =>
    kind === 'passphrase' ? { kind, passphrase: 'correct horse' } : { kind }
  const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const))

  it.each(pairs)('from %s to %s moves every token', async (from, to) => {
    const vault = await filled(from)
    expect(await vault.choose(choiceOf(to))).toMatchObject({ kind: to, tokens: 2, locked: false })
    expect(setup.chosen).toBe(to)
    expect([await read(vault, 'a'), await read(vault, 'b')]).toEqual(['token-of-a', 'token-of-b'])
    expect(setup.keychain.entries.size).toBe(to === 'keychain' ? 2 : 0)
    expect(existsSync(file())).toBe(to === 'passphrase')
  })
  it.each(pairs.filter(([from, to]) => from !== to))(
    'from %s to %s loses nothing when it fails at the end',
    async (from, to) => {
      const vault = await filled(from)
      setup.choiceFails = true
      await expect(vault.choose(choiceOf(to))).rejects.toThrow('disk full')
      expect(await vault.status()).toMatchObject({ kind: from, tokens: 2 })
      expect([await read(vault, 'a'), await read(vault, 'b')]).toEqual(['token-of-a', 'token-of-b'])
      expect(setup.keychain.entries.size).toBe(from === 'keychain' ? 2 : 0)
      expect(existsSync(file())).toBe(from === 'passphrase')
    },
  )
  it('to a keychain that fails half way leaves all tokens where they were', async () => {
    const vault = await filled('session')
    setup.keychain.before = (call) => (call === 'set b' ? dismissed() : undefined)
    await expect(vault.choose({ kind: 'keychain' })).rejects.toThrow(code('vault.locked'))
    expect(await vault.status()).toMatchObject({ kind: 'session', tokens: 2 })
    expect(setup.keychain.entries.size).toBe(0)
  })
  it('to a keychain that stores nothing is refused', async () => {
    const vault = await filled('session')
    setup.keychain.setPassword = async () => undefined
    await expect(vault.choose({ kind: 'keychain' })).rejects.toThrow(code('vault.unavailable'))
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
  it('to a file that cannot be written is refused', async () => {
    const vault = await filled('session')
    rmSync(setup.dir, { recursive: true })
    writeFileSync(setup.dir, '')
    await expect(vault.choose({ kind: 'passphrase', passphrase: 'correct horse' })).rejects.toThrow(
      code('storage.read-only'),
    )
    expect(await read(vault, 'a')).toBe('token-of-a')
    rmSync(setup.dir)
    mkdirSync(setup.dir)
  })
  it('away from a locked keychain works, and its entries stay there', async () => {
    await filled('keychain')
    const vault = await open()
    setup.keychain.before = dismissed
    expect(await vault.choose({ kind: 'session' })).toMatchObject({ kind: 'session', tokens: 0 })
    expect(setup.keychain.entries.size).toBe(2)
  })
  it('away from a locked vault file keeps the file', async () => {
    await filled('passphrase')
    const vault = await open()
    expect(await vault.choose({ kind: 'session' })).toMatchObject({ kind: 'session', passphraseFileExists: true })
  })
  it('loses no token that is stored or read meanwhile', async () => {
    const vault = await filled('session')
    const work = [
      vault.choose({ kind: 'passphrase', passphrase: 'correct horse' }),
      vault.put('c', 'token-of-c'),
      vault.choose({ kind: 'session' }),
    ]
    setup.ids = ['a', 'b', 'c']
    await Promise.all([...work, read(vault, 'a')])
    expect(await read(vault, 'c')).toBe('token-of-c')
    expect(await vault.status()).toMatchObject({ tokens: 3 })
  })
})
