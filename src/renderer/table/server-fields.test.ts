import { describe, expect, it } from 'vitest'
import { aServer } from '../fleet/a-server.test-data.ts'
import { parseQuery } from './query.ts'
import { serverFields, serverQuery } from './server-fields.ts'

const fields = serverFields<{ readonly server: ReturnType<typeof aServer> }>()
const row = { server: aServer({ id: 'AB-1', name: 'Web 12', tags: ['Lotus Shop'], environment: 'production', folder: 'Clients' }) }

describe('serverFields', () => {
  it.each([
    ['server', 'web', true],
    ['server', '=web 12', true],
    ['server', '=web 1', false],
    ['server', '203.0.113.10', true],
    ['server', 'ab-1', true],
    ['tag', 'lotus', true],
    ['tag', '=lotus', false],
    ['env', 'prod', true],
    ['env', 'staging', false],
    ['folder', 'client', true],
  ])('%s:%s', (field, value, expected) => {
    expect(fields[field]?.(row, value)).toBe(expected)
  })

  it('names one server so that the filter reads it back', () => {
    const [term] = parseQuery(serverQuery('Web 12'), new Set(Object.keys(fields)))
    expect(term).toEqual({ field: 'server', value: '=web 12', negated: false })
    expect(fields['server']?.(row, term?.value ?? '')).toBe(true)
    expect(fields['server']?.({ server: aServer({ name: 'web 123' }) }, term?.value ?? '')).toBe(false)
  })
})
