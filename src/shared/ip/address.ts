import ipaddr from 'ipaddr.js'

export type IpFamily = 4 | 6

/** One address as a number: 32 bits for family 4, 128 for family 6. */
export interface IpAddress {
  readonly family: IpFamily
  readonly value: bigint
}

/** Why a text is not an address. The page's catalogue has the sentence for each code. */
export type AddressProblem =
  | 'empty'
  | 'not-an-address'
  | 'host-name'
  | 'url'
  | 'port'
  | 'zone-id'
  | 'wildcard'
  | 'shorthand'
  | 'number-base'
  | 'leading-zero'
  | 'octet-range'

type AddressResult =
  { readonly ok: true; readonly address: IpAddress } | { readonly ok: false; readonly problem: AddressProblem }

/** Returns the number of bits of an address of that family (RFC 791, RFC 4291). */
export function bitsOf(family: IpFamily): 32 | 128 {
  return family === 4 ? 32 : 128
}

const mappedPrefix = 0xffffn << 32n

/** Returns the IPv4 address inside `::ffff:0:0/96` (RFC 4291 section 2.5.5.2), or null for any other address. */
export function ipv4InMapped(address: IpAddress): IpAddress | null {
  if (address.family !== 6 || address.value >> 32n !== mappedPrefix >> 32n) return null
  return { family: 4, value: address.value & 0xffff_ffffn }
}

/**
 * Reads one address strictly: four decimal octets without leading zeros, or RFC 4291 text without a zone id. The old
 * BSD forms (`127.1`, `0x7f.1`, `010.0.0.1`) are refused because programs disagree on their meaning. Never throws.
 * Mapped addresses stay IPv6; see `ipv4InMapped`.
 */
export function parseAddress(text: string): AddressResult {
  if (text === '') return { ok: false, problem: 'empty' }
  const address = text.includes(':') ? readIpv6(text) : readIpv4(text)
  return address ? { ok: true, address } : { ok: false, problem: diagnose(text) }
}

/** Formats an address, IPv6 as RFC 5952 text. */
export function formatAddress(address: IpAddress): string {
  if (address.family === 4) {
    const value = Number(address.value)
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
  }
  const bytes: number[] = []
  for (let shift = bitsOf(address.family) - 8; shift >= 0; shift -= 8) {
    bytes.push(Number((address.value >> BigInt(shift)) & 0xffn))
  }
  return ipaddr.fromByteArray(bytes).toString()
}

function readIpv4(text: string): IpAddress | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let value = 0
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null
    value = value * 256 + Number(octet)
  }
  return { family: 4, value: BigInt(value) }
}

function readIpv6(text: string): IpAddress | null {
  const hex = withoutDottedTail(text)
  // The checks are needed because ipaddr.js accepts stray colons and zone ids.
  if (hex === null || !/^[0-9a-f:]+$/i.test(hex) || hex.includes(':::')) return null
  if (/^:[^:]/.test(hex) || /[^:]:$/.test(hex) || !ipaddr.IPv6.isValid(hex)) return null
  const value = ipaddr.IPv6.parse(hex).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n)
  return { family: 6, value }
}

/**
 * Rewrites `::1.2.3.4` as `::102:304`. ipaddr.js would read that deprecated form as `::ffff:1.2.3.4`, which is not the
 * address that RFC 4291 section 2.5.5.1 gives it.
 */
function withoutDottedTail(text: string): string | null {
  if (!text.includes('.')) return text
  const cut = text.lastIndexOf(':') + 1
  const tail = readIpv4(text.slice(cut))
  if (!tail) return null
  return `${text.slice(0, cut)}${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}`
}

function diagnose(text: string): AddressProblem {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'url'
  if (text.includes('%')) return 'zone-id'
  if (text.startsWith('[') || /^\d+\.\d+\.\d+\.\d+:\d+$/.test(text)) return 'port'
  if (/^[\d.*]+$/.test(text) && text.includes('*')) return 'wildcard'
  if (/^[\d.]+$/.test(text)) return diagnoseIpv4(text)
  if (/^(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+)){0,3}$/i.test(text)) return 'number-base'
  if (/^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?(:\d+)?$/i.test(text)) return 'host-name'
  return 'not-an-address'
}

function diagnoseIpv4(text: string): AddressProblem {
  const octets = text.split('.')
  if (octets.includes('') || octets.length > 4) return 'not-an-address'
  if (octets.some((octet) => /^0\d/.test(octet))) return 'leading-zero'
  if (octets.length < 4) return 'shorthand'
  return 'octet-range'
}
