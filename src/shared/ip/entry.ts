import { type AddressProblem, type IpAddress, bitsOf, ipv4InMapped, parseAddress } from './address.ts'
import { type Cidr, formatCidr, networkOf, summariseRange } from './cidr.ts'

/** Why one entry of an allow list cannot be used. */
export type EntryProblem =
  | AddressProblem
  | 'too-long'
  | 'prefix-invalid'
  | 'prefix-range'
  | 'mask-invalid'
  | 'range-incomplete'
  | 'range-shorthand'
  | 'range-reversed'
  | 'range-mixed'
  | 'range-prefix'

/**
 * What was changed to get the normal form:
 * `host-bits`: the address had host bits set, and the network's first address was taken.
 * `netmask`: a dotted mask became a prefix length.
 * `ipv4-mapped`: an `::ffff:a.b.c.d` form became its IPv4 address.
 */
export type EntryNote = 'host-bits' | 'netmask' | 'ipv4-mapped'

export type EntryResult =
  | { readonly ok: true; readonly cidrs: readonly string[]; readonly notes: readonly EntryNote[] }
  | { readonly ok: false; readonly problem: EntryProblem }

type EntryNetworks =
  | { readonly ok: true; readonly networks: readonly Cidr[]; readonly notes: readonly EntryNote[] }
  | { readonly ok: false; readonly problem: EntryProblem }

const longestEntry = 200

/**
 * Reads one entry into normal CIDRs: an address (`203.0.113.7`), a network (`203.0.113.0/24`,
 * `203.0.113.0/255.255.255.0`) or a range (`203.0.113.1-203.0.113.9`), IPv4 or IPv6. A single address gets /32 or /128.
 * Follows Python's `ipaddress` (RFC 4632, RFC 4291) and is stricter in two points. `/08` is refused because it has a
 * leading zero. A wildcard mask such as `/0.0.0.255` is refused because one slip (`/0.0.0.0`) would open the list to
 * everyone. Never throws.
 */
export function parseEntry(text: string): EntryResult {
  const read = readEntry(text)
  return read.ok ? { ok: true, cidrs: read.networks.map(formatCidr), notes: read.notes } : read
}

/** Does the same as `parseEntry`, with the networks as numbers for code that computes with them. */
export function readEntry(text: string): EntryNetworks {
  const entry = text.trim()
  if (entry.length > longestEntry) return fail('too-long')
  // Word processors turn the hyphen of a range into a dash.
  const dash = entry.search(/[-\u2010-\u2015]/)
  if (dash >= 0 && looksLikeRange(entry, dash))
    return readRange(entry.slice(0, dash).trim(), entry.slice(dash + 1).trim())
  const slash = entry.indexOf('/')
  if (slash >= 0 && !entry.includes('://')) return readNetwork(entry.slice(0, slash), entry.slice(slash + 1))
  const read = parseAddress(entry)
  return read.ok ? toNetwork(read.address, bitsOf(read.address.family), []) : read
}

/** Tells whether the dash makes a range. Host names have hyphens too; a range has an address or nothing before it. */
function looksLikeRange(entry: string, dash: number): boolean {
  return /^[\d.:a-f/]*$/i.test(entry.slice(0, dash).trim()) && /[.:]|^$/.test(entry.slice(0, dash).trim())
}

function readNetwork(addressText: string, suffix: string): EntryNetworks {
  const read = parseAddress(addressText)
  if (!read.ok) return read
  const { address } = read
  if (address.family === 4 && suffix.includes('.')) {
    const prefix = prefixOfMask(suffix)
    return prefix === null ? fail('mask-invalid') : toNetwork(address, prefix, ['netmask'])
  }
  if (/^0\d+$/.test(suffix)) return fail('leading-zero')
  if (!/^\d+$/.test(suffix)) return fail('prefix-invalid')
  if (suffix.length > 3 || Number(suffix) > bitsOf(address.family)) return fail('prefix-range')
  return toNetwork(address, Number(suffix), [])
}

/** Returns the prefix length of a dotted netmask (ones, then zeros), or null. Refuses all zeros: see `parseEntry`. */
function prefixOfMask(text: string): number | null {
  const mask = parseAddress(text)
  if (!mask.ok || mask.address.family !== 4 || mask.address.value === 0n) return null
  const ones = mask.address.value.toString(2).padStart(32, '0').replace(/0+$/, '')
  return ones.includes('0') ? null : ones.length
}

function toNetwork(address: IpAddress, prefix: number, notes: readonly EntryNote[]): EntryNetworks {
  const inner = ipv4InMapped(address)
  // Firewalls see such a client as IPv4, so an IPv6 entry would never match the client.
  if (inner && prefix >= 96) return toNetwork(inner, prefix - 96, [...notes, 'ipv4-mapped'])
  const network = networkOf(address, prefix)
  return { ok: true, networks: [network], notes: network.first === address.value ? notes : [...notes, 'host-bits'] }
}

function readRange(from: string, to: string): EntryNetworks {
  if (from === '' || to === '') return fail('range-incomplete')
  if (from.includes('/') || to.includes('/')) return fail('range-prefix')
  const first = parseAddress(from)
  if (!first.ok) return first
  if (/^[\da-f]{1,4}$/i.test(to)) return fail('range-shorthand')
  const last = parseAddress(to)
  if (!last.ok) return last
  const a = ipv4InMapped(first.address) ?? first.address
  const b = ipv4InMapped(last.address) ?? last.address
  if (a.family !== b.family) return fail('range-mixed')
  if (a.value > b.value) return fail('range-reversed')
  const networks = summariseRange(a.family, a.value, b.value)
  const notes: readonly EntryNote[] = a === first.address && b === last.address ? [] : ['ipv4-mapped']
  return { ok: true, networks, notes }
}

function fail(problem: EntryProblem): { readonly ok: false; readonly problem: EntryProblem } {
  return { ok: false, problem }
}
