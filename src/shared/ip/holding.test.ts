import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, holdsAll, readList, sameList, swapEntries } from './index.ts'

const holds = (outer: readonly string[], inner: readonly string[]) => holdsAll(readList(outer), readList(inner))

describe('a list contains another', () => {
  test.each([
    [['203.0.113.0/24'], ['203.0.113.7', '203.0.113.128/25'], true],
    [['203.0.113.0/25', '203.0.113.128/25'], ['203.0.113.0/24'], true],
    [['203.0.113.1-203.0.113.4'], ['203.0.113.2/31'], true],
    [['::ffff:203.0.113.7', '2001:db8::/32'], ['2001:db8:1::/48', '203.0.113.7'], true],
    [['0.0.0.0/0'], ['203.0.113.7'], true],
    [['203.0.113.7'], ['203.0.113.7', '203.0.113.9'], false],
    [['203.0.113.0/25'], ['203.0.113.0/24'], false],
    [['0.0.0.0/0'], ['2001:db8::1'], false],
    [['host.example.com'], ['203.0.113.7'], false],
    [[], ['203.0.113.7'], false],
    [['203.0.113.7'], [], false],
  ])('%j contains %j: %s', (outer, inner, held) => {
    expect(holds(outer, inner)).toBe(held)
  })

  test('exactly if each of its networks is contained', () => {
    const network = fc
      .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 29, max: 32 }))
      .map(([host, prefix]) => `203.0.113.${host}/${prefix}`)
    const lists = fc.array(network, { maxLength: 4 })
    const hosts = Array.from({ length: 8 }, (_, host) => `203.0.113.${host}/32`)
    fc.assert(
      fc.property(lists, lists, (outer, inner) => {
        const letIn = (list: readonly string[]) => hosts.filter((host) => list.some((entry) => contains(entry, host)))
        const outside = letIn(inner).filter((host) => !letIn(outer).includes(host))
        expect(holds(outer, inner)).toBe(inner.length > 0 && outside.length === 0)
      }),
    )
  })
})

describe('a swap', () => {
  test.each([
    [
      ['203.0.113.7', 'host', '198.51.100.1'],
      ['203.0.113.7/32'],
      ['203.0.113.9'],
      ['host', '198.51.100.1', '203.0.113.9'],
    ],
    // An entry that stays in the set keeps its index and its text.
    [
      ['203.0.113.7', '198.51.100.1'],
      ['203.0.113.7', '198.51.100.1'],
      ['203.0.113.7', '192.0.2.0/24'],
      ['203.0.113.7', '192.0.2.0/24'],
    ],
    // A wider network around an old address does not come from the set.
    [['203.0.113.0/24'], ['203.0.113.7'], ['203.0.113.9'], ['203.0.113.0/24', '203.0.113.9']],
    [['203.0.113.9'], ['203.0.113.7'], ['203.0.113.9'], ['203.0.113.9']],
  ])('of %j: without %j, with %j', (list, remove, add, after) => {
    expect(swapEntries(list, { remove, add })).toEqual(after)
  })

  test('and back restores the list, whatever else is in it', () => {
    const [was, will, other] = [['203.0.113.7', '203.0.113.8'], ['203.0.113.8', '203.0.113.9'], '198.51.100.1']
    const there = swapEntries([...was, other], { remove: was, add: will })
    expect(sameList(swapEntries(there, { remove: will, add: was }), [...was, other])).toBe(true)
  })
})
