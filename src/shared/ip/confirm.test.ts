import { describe, expect, test } from 'vitest'
import { confirmNeeded, isOneOf, listFlags, lostProtectedIps } from './confirm.ts'

test.each([
  [[], ['203.0.113.0/24'], 'first-restriction'],
  [['203.0.113.0/24'], [], 'last-restriction'],
  [['203.0.113.0/24'], ['198.51.100.0/24'], null],
  [[], [], null],
  [null, ['203.0.113.0/24'], 'first-restriction'],
  [null, [], 'last-restriction'],
  [['203.0.113.0/24'], ['0.0.0.0/0'], 'open-to-all'],
  [['203.0.113.0/24'], ['203.0.113.0/24', '::/0'], 'open-to-all'],
  [['203.0.113.0/24'], ['0.0.0.0/1', '128.0.0.0/1'], 'open-to-all'],
  [['203.0.113.0/24'], ['0.0.0.0'], 'open-to-all'],
  [[], ['0.0.0.0/0'], 'open-to-all'],
  [null, ['::'], 'open-to-all'],
  [['0.0.0.0/0'], ['0.0.0.0/0', '203.0.113.7'], null],
  [['0.0.0.0/0', '::/0'], ['::/0'], null],
  [['0.0.0.0/0'], ['::/0'], 'open-to-all'],
  [['0.0.0.0/0'], ['203.0.113.7'], 'first-restriction'],
  [['0.0.0.0/0'], [], 'last-restriction'],
] as const)('from %j to %j', (before, after, expected) => {
  expect(confirmNeeded(before, after)).toBe(expected)
})

describe('protected addresses', () => {
  test.each<[string, readonly string[] | null, readonly string[], readonly string[]]>([
    ['are lost where the list held them', ['203.0.113.0/24'], ['198.51.100.1'], ['203.0.113.7']],
    ['are kept by a wider entry', ['203.0.113.7'], ['203.0.0.0/16'], []],
    ['are not lost where they were not there', ['198.51.100.0/24'], ['198.51.100.1'], []],
    ['are lost where the list is emptied, for that may close it to all', ['203.0.113.7'], [], ['203.0.113.7']],
    ['are not lost where the list was empty before', [], [], []],
    ['may be lost from a list that was never read', null, ['198.51.100.1'], ['203.0.113.7']],
  ])('%s', (_, before, after, lost) => {
    expect(lostProtectedIps(before, after, ['203.0.113.7'])).toEqual(lost)
  })

  test('are partly lost if a part of a network was allowed', () => {
    expect(lostProtectedIps(['203.0.113.7'], ['198.51.100.1'], ['203.0.113.0/24'])).toEqual(['203.0.113.0/24'])
  })

  test('need confirmation besides an emptied list', () => {
    expect(listFlags(['203.0.113.0/24'], [], ['203.0.113.7'])).toEqual({
      flags: ['last-restriction', 'ours-dropped'],
      lostProtectedIps: ['203.0.113.7'],
    })
  })

  test('that are not addresses protect nothing', () => {
    expect(listFlags(['203.0.113.7'], ['198.51.100.1'], ['the office'])).toEqual({ flags: [], lostProtectedIps: [] })
  })
})

test.each([
  ['203.0.113.7/32', true],
  [' 203.0.113.7 ', true],
  ['OFFICE', true],
  ['203.0.113.8', false],
  ['', false],
])('%j is a protected address: %s', (typed, is) => {
  expect(isOneOf(['203.0.113.7', 'office'], typed)).toBe(is)
})
