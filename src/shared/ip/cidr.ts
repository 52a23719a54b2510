import { bitsOf, formatAddress, type IpAddress, type IpFamily } from './address.ts'

/** One network: its first address and its prefix length. Host bits are always zero (RFC 4632 section 3.1). */
export interface Cidr {
  readonly family: IpFamily
  readonly first: bigint
  readonly prefix: number
}

/** Returns the network of that prefix length around an address, with host bits cleared. */
export function networkOf(address: IpAddress, prefix: number): Cidr {
  const host = BigInt(bitsOf(address.family) - prefix)
  return { family: address.family, first: (address.value >> host) << host, prefix }
}

/** Returns the last address of the network, as a number. */
function lastOf(cidr: Cidr): bigint {
  return cidr.first + (1n << BigInt(bitsOf(cidr.family) - cidr.prefix)) - 1n
}

/** Formats a network as `203.0.113.0/24` or `2001:db8::/32`, always with the prefix and in RFC 5952 form. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress({ family: cidr.family, value: cidr.first })}/${cidr.prefix}`
}

/** Compares two networks for sorting: IPv4 before IPv6, then by first address, then the wider network first. */
export function compareCidr(a: Cidr, b: Cidr): number {
  if (a.family !== b.family) return a.family - b.family
  if (a.first !== b.first) return a.first < b.first ? -1 : 1
  return a.prefix - b.prefix
}

/** Tells whether every address of `inner` is in `outer`. Always false for different families. */
export function cidrContains(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false
  const host = BigInt(bitsOf(outer.family) - outer.prefix)
  return outer.first >> host === inner.first >> host
}

/** Returns the fewest networks that hold exactly `first` to `last`, in order. At most 62 for IPv4 and 254 for IPv6. */
export function summariseRange(family: IpFamily, first: bigint, last: bigint): readonly Cidr[] {
  const bits = bitsOf(family)
  const found: Cidr[] = []
  let at = first
  while (at <= last) {
    const host = Math.min(trailingZeros(at, bits), bitLength(last - at + 1n) - 1)
    found.push({ family, first: at, prefix: bits - host })
    at += 1n << BigInt(host)
  }
  return found
}

/** Removes the addresses of `removed` from `cidr` and returns the fewest networks that remain. */
export function cidrWithout(cidr: Cidr, removed: readonly Cidr[]): readonly Cidr[] {
  const holes = collapseCidrs(removed.filter((hole) => cidrContains(cidr, hole) || cidrContains(hole, cidr)))
  const left: Cidr[] = []
  let at = cidr.first
  for (const hole of holes) {
    if (hole.first > at) left.push(...summariseRange(cidr.family, at, hole.first - 1n))
    at = lastOf(hole) + 1n
  }
  return [...left, ...summariseRange(cidr.family, at, lastOf(cidr))]
}

/** Returns the fewest networks with the same addresses, sorted. Drops contained networks, joins halves (RFC 4632). */
export function collapseCidrs(cidrs: readonly Cidr[]): readonly Cidr[] {
  const done: Cidr[] = []
  for (const next of [...cidrs].sort(compareCidr)) {
    const before = done.at(-1)
    if (before && cidrContains(before, next)) continue
    done.push(next)
    joinHalves(done)
  }
  return done
}

/** Joins the last two networks of the stack, again and again while they are the two halves of one network. */
function joinHalves(stack: Cidr[]): void {
  for (;;) {
    const [left, right] = stack.slice(-2)
    if (!left || !right || left.family !== right.family || left.prefix !== right.prefix || left.prefix === 0) return
    const parent = networkOf({ family: left.family, value: left.first }, left.prefix - 1)
    if (left.first === right.first || !cidrContains(parent, right)) return
    stack.splice(-2, 2, parent)
  }
}

function trailingZeros(value: bigint, bits: number): number {
  if (value === 0n) return bits
  return bitLength(value & -value) - 1
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
