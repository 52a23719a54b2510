import { describe, expect, it } from 'vitest'
import { aServer } from '../test-data/a-server.test-data.ts'
import { parseQuery } from './query.ts'
import { isSaid, serverFields, serverQuery, yesOrNo } from './server-fields.ts'

const fields = serverFields<{ readonly server: ReturnType<typeof aServer> }>()
const row = {
  server: aServer({ id: 'AB-1', name: 'Web 12', tags: ['Lotus Shop'], environment: 'production', folder: 'Clients' }),
}

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

  it.each(['Web 12', 'shop,de', '12" rack', 'a "b", c'])(
    'names the server %s so that the filter can read it back',
    (name) => {
      const [term, ...more] = parseQuery(serverQuery(name), new Set(Object.keys(fields)))
      expect([term, more]).toEqual([{ field: 'server', value: `=${name.toLowerCase()}`, negated: false }, []])
      expect(fields['server']?.({ server: aServer({ name }) }, term?.value ?? '')).toBe(true)
      expect(fields['server']?.({ server: aServer({ name: `${name}3` }) }, term?.value ?? '')).toBe(false)
    },
  )
})

describe('yes and no', () => {
  it.each([
    ['yes', true],
    ['=y', true],
    ['1', true],
    ['on', true],
    ['no', false],
    ['fal', false],
    ['0', false],
    ['off', false],
    ['maybe', null],
    // Both "on" and "off" begin with it.
    ['o', null],
    ['=', null],
  ])('reads %s as %s', (value, said) => {
    expect([isSaid(value, true), isSaid(value, false)]).toEqual([said === true, said === false])
  })

  it('is wrong for a word that is the start of neither', () => {
    expect(['y', 'o', '0', '=no', 'maybe'].map((value) => yesOrNo.isGood?.(value))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })
})
