import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress, type IpAddress } from './address.ts'
import { formatCidr, networkOf } from './cidr.ts'
import {
  addEntries,
  collapse,
  compareEntries,
  contains,
  covers,
  dedupe,
  diffLists,
  normaliseList,
  removeEntries,
  setEntries,
} from './list.ts'
import { sameList, shortCidr, subtract } from './list.ts'

describe('lists of a panel', () => {
  it('are normalised and sorted by number, with unreadable entries kept', () => {
    expect(
      normaliseList(['2001:db8::1', '10.0.0.10', ' 10.0.0.9/32', '10.0.0.9', '10.0.0.5/8', 'home', 'home ']),
    ).toEqual({
      entries: ['10.0.0.0/8', '10.0.0.9/32', '10.0.0.10/32', '2001:db8::1/128', 'home'],
      problems: [{ entry: 'home', reason: 'not-an-address' }],
    })
  })

  it('lose duplicates and keep the first spelling', () => {
    expect(dedupe(['10.0.0.1', '10.0.0.1/32', '::ffff:10.0.0.1', '10.0.0.2'])).toEqual(['10.0.0.1', '10.0.0.2'])
  })

  it('are compared by meaning', () => {
    expect(sameList(['10.0.0.1', '10.0.0.0/24'], ['10.0.0.7/24', '10.0.0.1/32', '10.0.0.1'])).toBe(true)
    expect(sameList(['10.0.0.1'], ['10.0.0.1', '10.0.0.0/24'])).toBe(false)
    expect(sameList(['10.0.0.0/25', '10.0.0.128/25'], ['10.0.0.0/24'])).toBe(false)
    expect(sameList(['home'], ['home '])).toBe(true)
    expect(sameList([], [])).toBe(true)
  })

  it('gain and lose whole entries without changes to the others', () => {
    expect(addEntries(['10.0.0.1', 'home'], ['10.0.0.1/32', '10.0.0.2', '10.0.0.2/32'])).toEqual([
      '10.0.0.1',
      'home',
      '10.0.0.2',
    ])
    expect(removeEntries(['10.0.0.1', '10.0.0.0/24', 'home'], ['10.0.0.1/32'])).toEqual(['10.0.0.0/24', 'home'])
    expect(removeEntries(['10.0.0.1', 'home'], ['home'])).toEqual(['10.0.0.1'])
    expect(removeEntries(['10.0.0.1-10.0.0.2'], ['10.0.0.1'])).toEqual(['10.0.0.1-10.0.0.2'])
  })

  it('gain entries as they were typed, and CIDRs for what few programs read', () => {
    const typed = ['2001:DB8::/48', '10.0.0.1 – 10.0.0.3', '10.0.0.9/24', '10.1.0.0/255.255.0.0', '::ffff:10.0.0.77']
    expect(addEntries(['10.0.0.2'], [...typed, ' 192.0.2.1 '])).toEqual([
      '10.0.0.2',
      '2001:DB8::/48',
      '10.0.0.1-10.0.0.3',
      '10.0.0.0/24',
      '10.1.0.0/16',
      '10.0.0.77',
      '192.0.2.1',
    ])
  })

  it('are set in the order that was typed, and entries that stay keep their spelling', () => {
    expect(setEntries(['10.0.0.5/32', 'home', '10.0.0.1'], ['10.0.0.9', 'home', '10.0.0.5', '10.0.0.9/32'])).toEqual([
      '10.0.0.9',
      'home',
      '10.0.0.5/32',
    ])
  })

  it('lose single addresses, with other entries kept as written', () => {
    expect(subtract(['10.0.0.7/30', '192.0.2.1', 'home'], ['10.0.0.5'])).toEqual([
      '10.0.0.4/32',
      '10.0.0.6/31',
      '192.0.2.1',
      'home',
    ])
    expect(subtract(['10.0.0.5'], ['10.0.0.0/8'])).toEqual([])
    expect(subtract(['10.0.0.5'], ['::/0'])).toEqual(['10.0.0.5'])
  })

  it('can be checked for an address or a network', () => {
    expect(covers(['10.0.0.0/8', 'home'], '10.200.0.1')).toBe(true)
    expect(covers(['10.0.0.0/8'], '::ffff:10.0.0.1')).toBe(true)
    expect(covers(['10.0.0.0/8'], '11.0.0.0')).toBe(false)
    expect(covers(['::/0'], '10.0.0.1')).toBe(false)
    expect(covers(['home'], 'home')).toBe(false)
    expect(contains('10.0.0.0-10.0.0.7', '10.0.0.4/30')).toBe(true)
    expect(contains('home', 'home')).toBe(false)
  })

  it('can be compared entry by entry', () => {
    expect(diffLists(['10.0.0.1', '10.0.0.2'], ['10.0.0.2/32', '10.0.0.3'])).toEqual({
      added: ['10.0.0.3/32'],
      removed: ['10.0.0.1/32'],
      kept: ['10.0.0.2/32'],
    })
  })

  it('can be collapsed, with unreadable entries kept', () => {
    expect(collapse(['10.0.0.128/25', 'home', '10.0.0.0/25', '10.0.0.1'])).toEqual(['10.0.0.0/24', 'home'])
  })

  it('sort mixed text and shorten single addresses', () => {
    expect(['home', '::1', '10.0.0.10', '9.0.0.1', 'a'].sort(compareEntries)).toEqual([
      '9.0.0.1',
      '10.0.0.10',
      '::1',
      'a',
      'home',
    ])
    expect(['10.0.0.1/32', '2001:db8::/32', '::1/128', '10.0.0.0/8'].map(shortCidr)).toEqual([
      '10.0.0.1',
      '2001:db8::/32',
      '::1',
      '10.0.0.0/8',
    ])
  })
})

/** Networks in a space of 256 addresses for each family, so that a test can try all addresses one by one. */
const near = fc.record({ six: fc.boolean(), low: fc.nat(255), host: fc.nat(8) }).map(({ six, low, host }) => {
  const address: IpAddress = six
    ? { family: 6, value: (0x20010db8n << 96n) + BigInt(low) }
    : { family: 4, value: 0x0a000000n + BigInt(low) }
  return formatCidr(networkOf(address, (six ? 128 : 32) - host))
})
const nearList = fc.array(near, { maxLength: 12 })
const probes = Array.from({ length: 256 }, (_, low) => [`10.0.0.${low}`, `2001:db8::${low.toString(16)}`]).flat()
const inside = (list: readonly string[]) => probes.filter((probe) => covers(list, probe))

describe('properties', () => {
  it('text and number are equivalent', () => {
    const any = fc.oneof(
      fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value): IpAddress => ({ family: 4, value })),
      fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value): IpAddress => ({ family: 6, value })),
    )
    fc.assert(
      fc.property(any, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual({ ok: true, address })
      }),
    )
  })

  it('collapse keeps the addresses, and a second collapse changes nothing', () => {
    fc.assert(
      fc.property(nearList, (list) => {
        const small = collapse(list)
        expect(inside(small)).toEqual(inside(list))
        expect(collapse(small)).toEqual(small)
        expect(small.length).toBeLessThanOrEqual(new Set(list).size)
      }),
      { numRuns: 60 },
    )
  })

  it('subtract leaves exactly the difference', () => {
    fc.assert(
      fc.property(nearList, nearList, (list, removed) => {
        const gone = new Set(inside(removed))
        expect(inside(subtract(list, removed))).toEqual(inside(list).filter((probe) => !gone.has(probe)))
      }),
      { numRuns: 60 },
    )
  })

  it('adding and then removing new entries restores the list', () => {
    fc.assert(
      fc.property(nearList, nearList, (list, added) => {
        const fresh = diffLists(list, [...list, ...added]).added
        expect(removeEntries(addEntries(list, added), fresh)).toEqual(list)
        expect(sameList(addEntries(list, added), [...added, ...list])).toBe(true)
      }),
    )
  })
})
