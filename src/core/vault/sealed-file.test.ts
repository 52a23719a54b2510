import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newKey } from '../seal/passphrase-key.ts'
import { seal, unseal } from './sealed-file.ts'

const cost = 1024
const tokens = new Map([
  ['profile-one', 'wsp_0123456789abcdef'],
  ['profile-two', 'ünïcode ✓'],
])
const code = (value: string) => expect.objectContaining({ code: value })

describe('the sealed file', () => {
  it('returns the content, and shows nothing of it', async () => {
    const text = seal(tokens, await newKey('correct horse', cost))
    expect((await unseal(text, 'correct horse')).tokens).toEqual(tokens)
    for (const plain of ['profile-one', 'wsp_', 'correct', Buffer.from('wsp_0123456789').toString('base64')])
      expect(text).not.toContain(plain)
  })
  it('never has the same bytes twice', async () => {
    const key = await newKey('correct horse', cost)
    const [one, two] = [seal(tokens, key), seal(tokens, key)].map((text) => JSON.parse(text) as Record<string, string>)
    expect(one?.['nonce']).not.toBe(two?.['nonce'])
    expect(one?.['data']).not.toBe(two?.['data'])
    expect((await newKey('correct horse', cost)).kdf.salt).not.toBe(key.kdf.salt)
  })
  it('opens a file that the first Wisdeck sealed', async () => {
    const kdf = { name: 'scrypt', N: 1024, r: 8, p: 1, salt: '7vUDzEjis7PGp+FhmNZzIA==' }
    const about = {
      format: 'wisdeck-vault',
      version: 1,
      kdf,
      cipher: 'aes-256-gcm',
      nonce: 'rggB2NE8MNF3ErRI',
      check: 'sqW1y+QhRtpBjRPqD+ees9dPvHVmh0oVFuUCs+EuBGg=',
    }
    const sealed = { data: 'ukGbYfOy12IiO08VtgboYv4oUOcr9Yi6COHiX3+YHb+w52vuMZJqOg==', tag: 't4gp7CToVbQ/PoujNbK1MA==' }
    const text = JSON.stringify({
      ...about,
      ...sealed,
      sum: 'e0aa0ef87101dfd588e9be66cd41e1f599c43af054636e85e7d9076a5e51c12d',
    })
    expect((await unseal(text, 'correct horse')).tokens).toEqual(new Map([['profile-one', 'wsp_0123456789abcdef']]))
  })
  it('accepts a passphrase in any Unicode form', async () => {
    const text = seal(tokens, await newKey('caf\u00e9 au lait', cost))
    await expect(unseal(text, 'cafe\u0301 au lait')).resolves.toMatchObject({ tokens })
  })
  it('recognises a wrong passphrase', async () => {
    const text = seal(tokens, await newKey('correct horse', cost))
    await expect(unseal(text, 'correct horsf')).rejects.toThrow(code('vault.wrong-passphrase'))
    await expect(unseal(text, '')).rejects.toThrow(code('vault.wrong-passphrase'))
  })
  it('reports any changed character as damage, whatever the passphrase', async () => {
    const text = seal(tokens, await newKey('correct horse', cost))
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('A', '0', '"', '}', 'é'), async (at, char) => {
        const torn = text.slice(0, at) + char + text.slice(at + 1)
        const same = (() => {
          try {
            return JSON.stringify(JSON.parse(torn)) === JSON.stringify(JSON.parse(text))
          } catch {
            return false
          }
        })()
        if (!same) await expect(unseal(torn, 'correct horse')).rejects.toThrow(code('vault.damaged'))
      }),
      { numRuns: 300 },
    )
  })
  it.each(['', '{}', 'null', '[]', 'wsp_1', '{"format":"wisdeck-vault","version":2}'])(
    'reports %j as damage',
    async (text) => {
      await expect(unseal(text, 'x')).rejects.toThrow(code('vault.damaged'))
    },
  )
  it('reports every cut as damage', async () => {
    const text = seal(tokens, await newKey('correct horse', cost))
    for (let end = 0; end < text.length - 2; end += 7)
      await expect(unseal(text.slice(0, end), 'correct horse')).rejects.toThrow(code('vault.damaged'))
  })
})
