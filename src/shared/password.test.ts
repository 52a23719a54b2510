import { describe, expect, it } from 'vitest'
import { generatePassword, passwordStrength } from './password.ts'

/** A small seeded generator (mulberry32) that gives the same bytes in every run. */
function seeded(seed: number): (count: number) => Uint8Array {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 24
  }
  return (count) => Uint8Array.from({ length: count }, next)
}

describe('generatePassword', () => {
  it('has every class, no look-alikes, and the requested length', () => {
    const random = seeded(1)
    for (const length of [8, 20, 64, 256]) {
      for (let round = 0; round < 200; round += 1) {
        const password = generatePassword({ length, random })
        expect(password).toHaveLength(length)
        expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[-_.=+*!])[a-zA-Z2-9\-_.=+*!]+$/)
        expect(password).not.toMatch(/[0Oo1lIi]/)
      }
    }
    expect(generatePassword({ random })).toHaveLength(20)
  })

  it('favours no character: each is within 5 % of the mean over 620,000', () => {
    const random = seeded(7)
    const counts = new Map<string, number>()
    for (let round = 0; round < 2422; round += 1) {
      for (const sign of generatePassword({ length: 256, random })) counts.set(sign, (counts.get(sign) ?? 0) + 1)
    }
    const mean = (2422 * 256) / counts.size
    expect(counts.size).toBe(62)
    for (const count of counts.values()) expect(Math.abs(count / mean - 1)).toBeLessThan(0.05)
  })

  it('drops bytes beyond the last whole alphabet', () => {
    const bytes = [255, 254, 253, 252, 251, 250, 249, 248, 0, 23, 47, 55, 0, 0, 0, 0]
    let at = 0
    const random = (count: number) => Uint8Array.from({ length: count }, () => bytes[at++ % bytes.length] ?? 0)
    expect(generatePassword({ length: 8, random })).toBe('aA2-aaaa')
  })

  it('gives up on a random source that repeats one byte, and on invalid lengths', () => {
    expect(() => generatePassword({ random: (count) => new Uint8Array(count) })).toThrow('random source')
    expect(() => generatePassword({ random: (count) => new Uint8Array(count).fill(255) })).toThrow('random source')
    for (const length of [7, 257, 8.5, Number.NaN])
      expect(() => generatePassword({ length, random: seeded(1) })).toThrow(RangeError)
  })
})

describe('passwordStrength', () => {
  it.each([
    ['', 'weak'],
    ['a', 'weak'],
    ['password', 'weak'],
    ['P@ssw0rd123!', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['12345678901234567890', 'weak'],
    ['qwertyuiop12345', 'weak'],
    ['abababababababababab', 'weak'],
    ['kT7-wq9z', 'weak'],
    ['kT7-wq9zPm', 'fair'],
    ['mountain river bottle', 'strong'],
    ['kT7-wq9zPm+4RbXn', 'strong'],
  ])('%j is %s', (text, strength) => {
    expect(passwordStrength(text)).toBe(strength)
  })

  it('calls generated passwords strong', () => {
    const random = seeded(3)
    for (let round = 0; round < 200; round += 1) expect(passwordStrength(generatePassword({ random }))).toBe('strong')
  })
})
