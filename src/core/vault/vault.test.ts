import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'
import { dismissed, type FakeKeychain, fakeKeychain, noService } from './fixtures.ts'
import type { Vault } from './types.ts'
import { tokenHash } from './token-hash.ts'
import { createVault } from './vault.ts'

let dir = ''
let keychain: FakeKeychain
let chosen: Exclude<VaultKind, 'undecided'> | null
let choiceFails = false
let ids: string[]
let guarded: string[]
let nowMs = 0

const open = (): Promise<Vault> =>
  createVault({
    keychain,
    dataDir: dir,
    choice: {
      get: () => chosen,
      put: (kind) => {
        if (choiceFails) throw new Error('disk full')
        chosen = kind
      },
    },
    profileIds: () => ids,
    guard: (secret) => guarded.push(secret),
    nowMs: () => nowMs,
    scryptCost: 1024,
  })
const code = (value: string) => expect.objectContaining({ code: value })
const read = (vault: Vault, id: string): Promise<string> => vault.use(id, (token) => token)
const file = (): string => join(dir, 'vault.json')

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wisdeck-vault-'))
  keychain = fakeKeychain()
  chosen = null
  choiceFails = false
  ids = []
  guarded = []
  nowMs = 0
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Opens a vault of this kind that holds the tokens of a and b. */
async function filled(kind: 'keychain' | 'session' | 'passphrase'): Promise<Vault> {
  const vault = await open()
  await vault.choose(kind === 'passphrase' ? { kind, passphrase: 'correct horse' } : { kind })
  await vault.put('a', 'token-of-a')
  await vault.put('b', 'token-of-b')
  ids = ['a', 'b']
  return vault
}

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
    expect(chosen).toBeNull()
    await vault.put('a', 'token-of-a')
    expect(chosen).toBe('keychain')
    expect(keychain.entries.get('a')).toBe('token-of-a')
  })
  it('is undecided if no keychain answers, and writes nothing', async () => {
    keychain.before = noService
    const vault = await open()
    expect(await vault.status()).toMatchObject({ kind: 'undecided', keychainAvailable: false })
    await expect(vault.put('a', 'token-of-a')).rejects.toThrow(code('vault.undecided'))
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.undecided'))
    expect(await vault.has('a', tokenHash('token-of-a'))).toBe(false)
    await vault.forget('a')
    expect(readdirSync(dir)).toEqual([])
    keychain.before = () => undefined
    expect(await vault.unlock('')).toMatchObject({ kind: 'keychain', keychainAvailable: true })
  })
  it('becomes undecided if the keychain answers but does not store the first token', async () => {
    keychain.before = (call) => (call.startsWith('set') ? noService() : undefined)
    const vault = await open()
    await expect(vault.put('a', 'token-of-a')).rejects.toThrow(code('vault.undecided'))
    expect(await vault.status()).toMatchObject({ kind: 'undecided', keychainAvailable: false })
  })
  it('keeps a chosen keychain that does not answer now', async () => {
    chosen = 'keychain'
    ids = ['a']
    keychain.before = noService
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
    chosen = null
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
      expect(guarded).toEqual(expect.arrayContaining(['token-of-a', 'newer-token']))
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

describe('the keychain', () => {
  it('is read once per token until it is locked, with one call at a time', async () => {
    await filled('keychain')
    const vault = await open()
    keychain.calls.length = 0
    await Promise.all(Array.from({ length: 50 }, () => read(vault, 'a')))
    expect(keychain.calls).toEqual(['get a'])
    await vault.lock()
    await read(vault, 'a')
    expect(keychain.calls).toEqual(['get a', 'get a'])
  })
  it('notices a missing entry the next time it is read', async () => {
    const vault = await filled('keychain')
    keychain.entries.delete('a')
    await vault.lock()
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.missing'))
  })
  it('is asked once if it is locked, not once per server', async () => {
    await filled('keychain')
    ids = Array.from({ length: 200 }, (_, i) => `s${i}`)
    const vault = await open()
    keychain.calls.length = 0
    keychain.before = dismissed
    const results = await Promise.allSettled(ids.map((id) => read(vault, id)))
    expect(
      results.every(
        (result) => result.status === 'rejected' && (result.reason as { code: string }).code === 'vault.locked',
      ),
    ).toBe(true)
    expect(keychain.calls).toHaveLength(1)
    expect(await vault.status()).toMatchObject({ kind: 'keychain', locked: true, keychainAvailable: true })
    keychain.before = () => undefined
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
    expect(await vault.unlock('')).toMatchObject({ locked: false })
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
  it('is asked again by itself after half a minute', async () => {
    await filled('keychain')
    const vault = await open()
    keychain.before = dismissed
    await expect(read(vault, 'a')).rejects.toThrow(code('vault.locked'))
    keychain.before = () => undefined
    nowMs += 30_000
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
})

describe('the passphrase vault', () => {
  it('is a private file that shows nothing and can be opened after a restart', async () => {
    await filled('passphrase')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['vault.json'])
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
    const aside = readdirSync(dir).find((name) => name.startsWith('vault-')) ?? ''
    expect(readFileSync(join(dir, aside)).equals(before)).toBe(true)
    expect(await locked.has('a', tokenHash('token-of-a'))).toBe(false)
    writeFileSync(file(), before)
    const second = await open()
    await second.choose({ kind: 'passphrase', passphrase: 'correct horse' })
    expect(await read(second, 'a')).toBe('token-of-a')
  })
  it('removes what an interrupted write has left', async () => {
    writeFileSync(`${file()}.0123456789abcdef.tmp`, 'half')
    await open()
    expect(readdirSync(dir)).toEqual([])
  })
})

describe('moving tokens', () => {
  const kinds = ['keychain', 'session', 'passphrase'] as const
  const choiceOf = (kind: (typeof kinds)[number]) =>
    kind === 'passphrase' ? { kind, passphrase: 'correct horse' } : { kind }
  const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const))

  it.each(pairs)('from %s to %s moves every token', async (from, to) => {
    const vault = await filled(from)
    expect(await vault.choose(choiceOf(to))).toMatchObject({ kind: to, tokens: 2, locked: false })
    expect(chosen).toBe(to)
    expect([await read(vault, 'a'), await read(vault, 'b')]).toEqual(['token-of-a', 'token-of-b'])
    expect(keychain.entries.size).toBe(to === 'keychain' ? 2 : 0)
    expect(existsSync(file())).toBe(to === 'passphrase')
  })
  it.each(pairs.filter(([from, to]) => from !== to))(
    'from %s to %s loses nothing when it fails at the end',
    async (from, to) => {
      const vault = await filled(from)
      choiceFails = true
      await expect(vault.choose(choiceOf(to))).rejects.toThrow('disk full')
      expect(await vault.status()).toMatchObject({ kind: from, tokens: 2 })
      expect([await read(vault, 'a'), await read(vault, 'b')]).toEqual(['token-of-a', 'token-of-b'])
      expect(keychain.entries.size).toBe(from === 'keychain' ? 2 : 0)
      expect(existsSync(file())).toBe(from === 'passphrase')
    },
  )
  it('to a keychain that fails half way leaves all tokens where they were', async () => {
    const vault = await filled('session')
    keychain.before = (call) => (call === 'set b' ? dismissed() : undefined)
    await expect(vault.choose({ kind: 'keychain' })).rejects.toThrow(code('vault.locked'))
    expect(await vault.status()).toMatchObject({ kind: 'session', tokens: 2 })
    expect(keychain.entries.size).toBe(0)
  })
  it('to a keychain that stores nothing is refused', async () => {
    const vault = await filled('session')
    keychain.setPassword = async () => undefined
    await expect(vault.choose({ kind: 'keychain' })).rejects.toThrow(code('vault.unavailable'))
    expect(await read(vault, 'a')).toBe('token-of-a')
  })
  it('to a file that cannot be written is refused', async () => {
    const vault = await filled('session')
    rmSync(dir, { recursive: true })
    writeFileSync(dir, '')
    await expect(vault.choose({ kind: 'passphrase', passphrase: 'correct horse' })).rejects.toThrow(
      code('storage.read-only'),
    )
    expect(await read(vault, 'a')).toBe('token-of-a')
    rmSync(dir)
    mkdirSync(dir)
  })
  it('away from a locked keychain works, and its entries stay there', async () => {
    await filled('keychain')
    const vault = await open()
    keychain.before = dismissed
    expect(await vault.choose({ kind: 'session' })).toMatchObject({ kind: 'session', tokens: 0 })
    expect(keychain.entries.size).toBe(2)
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
    ids = ['a', 'b', 'c']
    await Promise.all([...work, read(vault, 'a')])
    expect(await read(vault, 'c')).toBe('token-of-c')
    expect(await vault.status()).toMatchObject({ tokens: 3 })
  })
})
