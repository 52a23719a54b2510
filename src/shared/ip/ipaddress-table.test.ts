import { describe, expect, it } from 'vitest'
import table from '../../../test/fixtures/ipaddress-table.json' with { type: 'json' }
import { cidrContains, cidrWithout, collapseCidrs, compareCidr, formatCidr, summariseRange, type Cidr } from './cidr.ts'
import { parseEntry, readEntry } from './entry.ts'
import { collapse, contains, subtract } from './list.ts'

/** The cases in which Wisdeck differs from Python on purpose: see the docstring of `parseEntry`. */
const trimmed = new Set(['1.2.3.4 '])

function one(text: string): Cidr {
  const read = readEntry(text)
  const network = read.ok ? read.networks[0] : undefined
  if (!network) throw new Error(`cannot read ${text}`)
  return network
}

describe(`the table made ${table.made}`, () => {
  it.each(table.parse.filter((row) => !trimmed.has(row.text)))(
    'reads $text as $network',
    ({ text, network, strict }) => {
      const read = parseEntry(text)
      expect(read.ok ? read.cidrs : null).toEqual(network === null ? null : [network])
      if (read.ok) expect(read.notes.includes('host-bits')).toBe(!strict)
    },
  )

  it('knows which network contains which', () => {
    expect(table.subnetOf.filter((row) => row.is).length).toBeGreaterThan(5)
    for (const { outer, inner, is } of table.subnetOf) {
      expect([outer, inner, contains(outer, inner)]).toEqual([outer, inner, is])
      expect(cidrContains(one(outer), one(inner))).toBe(is)
    }
  })

  it('splits ranges into the same networks', () => {
    for (const { first, last, networks } of table.ranges) {
      const read = parseEntry(`${first}-${last}`)
      expect(read.ok ? read.cidrs : read.problem).toEqual(networks)
    }
  })

  it('subtracts networks from networks', () => {
    for (const { outer, inner, left } of table.exclude) {
      expect(cidrWithout(one(outer), [one(inner)]).map(formatCidr)).toEqual(left)
      expect(subtract([outer], [inner])).toEqual(left)
    }
  })

  it('collapses lists', () => {
    for (const { list, collapsed } of table.collapse) {
      expect(collapseCidrs(list.map(one)).map(formatCidr)).toEqual(collapsed)
      expect(collapse(list)).toEqual(collapsed)
    }
  })

  it('sorts as Python does, IPv4 first', () => {
    const shuffled = table.sorted.map(one).reverse()
    expect(shuffled.sort(compareCidr).map(formatCidr)).toEqual(table.sorted)
  })

  it('handles a whole family without an overflow', () => {
    expect(summariseRange(6, 0n, (1n << 128n) - 1n).map(formatCidr)).toEqual(['::/0'])
    expect(cidrWithout(one('0.0.0.0/0'), [one('0.0.0.0/0')])).toEqual([])
  })
})
