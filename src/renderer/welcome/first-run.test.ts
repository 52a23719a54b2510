import { expect, it } from 'vitest'
import { isFirstRun } from './first-run.ts'

it('waits until both are known, then shows for an empty app and a new user', () => {
  expect(isFirstRun({ servers: null, welcomed: false })).toBeNull()
  expect(isFirstRun({ servers: 0, welcomed: null })).toBeNull()
  expect(isFirstRun({ servers: 0, welcomed: false })).toBe(true)
  expect(isFirstRun({ servers: 0, welcomed: true })).toBe(false)
  expect(isFirstRun({ servers: 3, welcomed: false })).toBe(false)
})
