import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { code, read, useVault } from './vault.fixture.ts'
import { tokenHash } from './token-hash.ts'

const { setup, open, filled, file } = useVault()

describe('the passphrase vault', () => {
  it('is a private file that shows nothing and can be opened after a restart', async () => {
    await filled('passphrase')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(setup.dir)).toEqual(['vault.json'])
    expect(readFileSync(file(), 'utf8')).not.toContain('token-of')
    const vault = await open()
    expect(await vault.status()).toEqual({
      kind: 'passphrase',
      locked: true,
      keychainAvailable: true,
      passphraseFileExists: true,
      tokens: 2,
    })
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
    await expect(vault.put('a', 'x')).rejects.toThrow(code('vault.locked'))
    expect(await vault.unlock('correct horse')).toMatchObject({ locked: false, tokens: 2 })
    expect(await read(vault, 'a')).toBe('token-of-a')
    expect(await vault.lock()).toMatchObject({ locked: true })
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
  })
  it('changes nothing on a wrong passphrase or a torn file', async () => {
    await filled('passphrase')
    const before = readFileSync(file())
    const vault = await open()
    await expect(vault.unlock('wrong horse')).rejects.toThrow(code('vault.wrong-passphrase'))
    expect(readFileSync(file()).equals(before)).toBe(true)
    writeFileSync(file(), before.subarray(0, before.length / 2))
    await expect(vault.unlock('correct horse')).rejects.toThrow(code('vault.damaged'))
    writeFileSync(file(), before)
    await vault.unlock('correct horse')
    rmSync(file())
    await vault.lock()
    await expect(vault.unlock('correct horse')).rejects.toThrow(code('vault.damaged'))
  })
  it('stays open with the old passphrase when a wrong one is entered', async () => {
    const vault = await filled('passphrase')
    await expect(vault.unlock('wrong horse')).rejects.toThrow(code('vault.wrong-passphrase'))
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
  it('can change its passphrase', async () => {
    const vault = await filled('passphrase')
    await vault.choose({ kind: 'passphrase', passphrase: 'battery staple' })
    const again = await open()
    await expect(again.unlock('correct horse')).rejects.toThrow(code('vault.wrong-passphrase'))
    expect(await again.unlock('battery staple')).toMatchObject({ tokens: 2 })
  })
  it('is set aside and not overwritten if the passphrase was forgotten; the right passphrase opens it again', async () => {
    await filled('passphrase')
    const before = readFileSync(file())
    const locked = await open()
    await locked.choose({ kind: 'passphrase', passphrase: 'brand new one' })
    const aside = readdirSync(setup.dir).find((name) => name.startsWith('vault-')) ?? ''
    expect(readFileSync(join(setup.dir, aside)).equals(before)).toBe(true)
    expect(await locked.has('a', tokenHash('token-of-a'))).toBe(false)
    writeFileSync(file(), before)
    const second = await open()
    await second.choose({ kind: 'passphrase', passphrase: 'correct horse' })
    expect(await read(second, 'a')).toBe('token-of-a')
  })
  it('removes what an interrupted write has left', async () => {
    writeFileSync(`${file()}.0123456789abcdef.tmp`, 'half')
    await open()
    expect(readdirSync(setup.dir)).toEqual([])
  })
})
