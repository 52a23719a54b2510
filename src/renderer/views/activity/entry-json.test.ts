import { expect, it } from 'vitest'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { entryJson } from './entry-json.ts'

it('prints an entry as JSON with a readable time', () => {
  const parsed = JSON.parse(entryJson(anEntry({ after: { quotaMb: 5 } }))) as Record<string, unknown>
  expect(parsed['at']).toBe('2026-11-23T06:00:00.000Z')
  expect(parsed['after']).toEqual({ quotaMb: 5 })
  expect(parsed).not.toHaveProperty('atMs')
})
