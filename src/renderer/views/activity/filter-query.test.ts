import { expect, it } from 'vitest'
import { fieldsOf, filterOf, isTooShort, noFilter, ofTag, queryOf, tagOf } from './filter-query.ts'

it('keeps a filter in the address and reads it back', () => {
  const fields = { ...noFilter, server: 's1', row: 's1/ftp/a', result: 'failed' as const, q: 'Ticket 7' }
  expect(queryOf(fields)).toEqual({ server: 's1', row: 's1/ftp/a', result: 'failed', q: 'Ticket 7' })
  expect(fieldsOf(queryOf(fields))).toEqual(fields)
  expect(filterOf(fields)).toEqual({ serverIds: ['s1'], rowKey: 's1/ftp/a', result: 'failed', text: 'Ticket 7' })
})

it('asks for the servers of a tag', () => {
  const fields = { ...noFilter, server: ofTag('lotus') }
  expect(fieldsOf(queryOf(fields))).toEqual(fields)
  expect(filterOf(fields)).toEqual({ tag: 'lotus' })
  expect([fields.server, 's1', ''].map(tagOf)).toEqual(['lotus', null, null])
})

it('asks for nothing that it does not know, and for no text of one or two characters', () => {
  expect(fieldsOf({ result: 'fine', kind: ['a', 'b'], other: 'x' })).toEqual(noFilter)
  expect(filterOf({ ...noFilter, q: ' ab ' })).toEqual({})
  expect([' ab ', 'abc', ''].map((q) => isTooShort({ q }))).toEqual([true, false, false])
})
