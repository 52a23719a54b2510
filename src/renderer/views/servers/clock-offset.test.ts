import { expect, it } from 'vitest'
import { offsetText } from './clock-offset.ts'

it('prints offsets with half hours and both signs', () => {
  expect([420, -210, 0, 345].map(offsetText)).toEqual(['+07:00', '−03:30', '±00:00', '+05:45'])
})
