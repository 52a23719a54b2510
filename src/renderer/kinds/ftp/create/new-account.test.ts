import { describe, expect, it } from 'vitest'
import type { ErrorValue } from '../../../../shared/errors.ts'
import { fieldOf, isTaken, likelyOwner, nameProblem } from './new-account.ts'

describe('likelyOwner', () => {
  it('is the token’s user, then the accounts’ owner, and is not guessed from several owners', () => {
    expect(likelyOwner('admin', [{ owner: 'lotus' }])).toBe('admin')
    expect(likelyOwner(null, [{ owner: 'lotus' }, { owner: 'lotus' }])).toBe('lotus')
    expect(likelyOwner(null, [{ owner: 'lotus' }, { owner: 'kim' }])).toBeNull()
    expect(likelyOwner(undefined, [{ owner: '' }])).toBeNull()
  })
})

describe('nameProblem', () => {
  const taken = new Set(['lotus_deploy'])
  it.each([
    ['d', 'short'],
    [' d ', 'short'],
    ['de', null],
    ['deploy', 'taken'],
    ['lotus_x', 'has-owner'],
    ['x'.repeat(101), 'long'],
  ])('%s: %s', (name, expected) => {
    expect(nameProblem(name, 'lotus', taken)).toBe(expected)
  })
  it('cannot know which names are taken without an owner', () => {
    expect(nameProblem('deploy', null, taken)).toBeNull()
  })
})

describe('fieldOf', () => {
  const says = (panelMessage: string): ErrorValue => ({ code: 'panel.invalid', message: '', details: { panelMessage } })
  it.each([
    ['Username must be at least 2 characters', 'name'],
    ['Password is required', 'password'],
    ['Password must not contain the username', 'password'],
    ['Domain does not exist', 'domain'],
    ['Invalid CIDR', 'ips'],
    ['Quota exceeded', null],
  ])('“%s” is about %s', (sentence, field) => {
    expect(fieldOf(says(sentence))).toBe(field)
  })
  it('assigns a conflict to the name and nothing else to any field', () => {
    expect(fieldOf({ code: 'panel.conflict', message: '' })).toBe('name')
    expect(fieldOf({ code: 'net.timeout', message: '' })).toBeNull()
  })
})

describe('isTaken', () => {
  it.each([
    ['change.impossible', 'exists', true],
    ['change.impossible', 'scope', false],
    ['panel.conflict', 'exists', false],
  ] as const)('%s, %s: %s', (code, reason, expected) => {
    expect(isTaken({ code, message: '', details: { reason } })).toBe(expected)
  })
})
