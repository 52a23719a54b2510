import { expect, test } from 'vitest'
import { confirmNeeded } from './confirm.ts'

test.each([
  [[], ['203.0.113.0/24'], 'first-restriction'],
  [['203.0.113.0/24'], [], 'last-restriction'],
  [['203.0.113.0/24'], ['198.51.100.0/24'], null],
  [[], [], null],
  [null, ['203.0.113.0/24'], 'first-restriction'],
  [null, [], 'last-restriction'],
] as const)('from %j to %j', (before, after, expected) => {
  expect(confirmNeeded(before, after)).toBe(expected)
})
