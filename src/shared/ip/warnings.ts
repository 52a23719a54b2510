import { bitsOf, type IpFamily } from './address.ts'
import { type Cidr, cidrContains, collapseCidrs, compareCidr } from './cidr.ts'
import { readEntry } from './entry.ts'

/**
 * What the user should check in an allow list:
 * `open-to-all`: the list, or a part of it, allows every IPv4 or every IPv6 address. So does a bare `0.0.0.0` or `::`,
 * which programs read as any address.
 * `very-wide`: a network is wider than /16 (IPv4) or /32 (IPv6), in no special range, and not part of `open-to-all`.
 * `private`, `loopback`, `link-local`, `shared` (carrier NAT), `documentation`, `multicast`, `reserved`: no client on
 * the internet has such an address.
 * `overlap`: the second entry lies inside the first and adds nothing.
 * `duplicate`: both entries mean the same.
 * A range that is several networks gets the last two for each of its networks.
 */
export type WarningCode = 'open-to-all' | 'very-wide' | SpecialRange | 'overlap' | 'duplicate'

export type SpecialRange = 'private' | 'loopback' | 'link-local' | 'shared' | 'documentation' | 'multicast' | 'reserved'

export interface ListWarning {
  readonly code: WarningCode
  /** The entries that the warning is about, as they are written in the list. For `overlap` the wider one is first. */
  readonly entries: readonly string[]
}

/**
 * The prefix lengths below which a network is very wide. An IPv4 /16 has 65,536 addresses, as many as a mid-size
 * provider. An IPv6 /32 is what a regional registry gives to one provider.
 */
const widest = { 4: 16, 6: 32 } as const

/** IANA special-purpose address registries (RFC 6890 and successors), reduced to what can occur in an allow list. */
const specialRanges: Readonly<Record<SpecialRange, readonly string[]>> = {
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  loopback: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  shared: ['100.64.0.0/10'],
  documentation: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  reserved: ['0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4', '::/128', '100::/64', 'fec0::/10'],
}

interface Line {
  readonly entry: string
  readonly networks: readonly Cidr[]
}

/**
 * Returns the warnings about one list, each with its entries. Entries that cannot be read are ignored. Two halves that
 * together cover the whole internet count as `open-to-all`, as `0.0.0.0/0` does.
 */
export function warnings(list: readonly string[]): readonly ListWarning[] {
  const lines = linesOf(list)
  const open = openFamilies(lines)
  const wide = linesWith(
    lines,
    (network) => network.prefix < widest[network.family] && !open.has(network.family) && !specialOf(network),
  )
  return [
    ...[...open].map((family) => warn('open-to-all', openEntries(lines, family))),
    ...some('very-wide', wide),
    ...specialWarnings(lines),
    ...overlaps(lines),
  ]
}

const linesOf = (list: readonly string[]): readonly Line[] =>
  list.flatMap((entry): Line[] => {
    const read = readEntry(entry)
    return read.ok ? [{ entry, networks: read.networks }] : []
  })

/** Returns the special range that contains a network, or null for ordinary internet addresses. */
export function specialOf(network: Cidr): SpecialRange | null {
  const ranges = Object.entries(specialNetworks()) as [SpecialRange, readonly Cidr[]][]
  return ranges.find(([, blocks]) => blocks.some((block) => cidrContains(block, network)))?.[0] ?? null
}

let specials: Readonly<Record<string, readonly Cidr[]>> | undefined

/** Parses the table on first use and keeps the result, because the table never changes. */
function specialNetworks(): Readonly<Record<string, readonly Cidr[]>> {
  specials ??= Object.fromEntries(
    Object.entries(specialRanges).map(([name, blocks]) => [
      name,
      blocks.flatMap((block) => {
        const read = readEntry(block)
        return read.ok ? read.networks : []
      }),
    ]),
  )
  return specials
}

/** Whether a network is `0.0.0.0` or `::` alone, the unspecified address (RFC 1122 section 3.2.1.3, RFC 4291). */
const isUnspecified = ({ family, first, prefix }: Cidr): boolean => first === 0n && prefix === bitsOf(family)

function openFamilies(lines: readonly Line[]): ReadonlySet<IpFamily> {
  const networks = lines.flatMap((line) => line.networks)
  const whole = collapseCidrs(networks).filter((network) => network.prefix === 0)
  return new Set([...whole, ...networks.filter(isUnspecified)].map((network) => network.family))
}

/** Returns the families of which a list allows every address; see `open-to-all`. */
export const openFamiliesOf = (list: readonly string[]): ReadonlySet<IpFamily> => openFamilies(linesOf(list))

/**
 * Returns the entries that open the family on their own. If there are none, returns all entries of the family, because
 * they open it together.
 */
function openEntries(lines: readonly Line[], family: IpFamily): readonly string[] {
  const alone = linesWith(
    lines,
    (network) => network.family === family && (network.prefix === 0 || isUnspecified(network)),
  )
  return alone.length > 0 ? alone : linesWith(lines, (network) => network.family === family)
}

function specialWarnings(lines: readonly Line[]): readonly ListWarning[] {
  const codes = Object.keys(specialRanges) as SpecialRange[]
  return codes.flatMap((code) =>
    some(
      code,
      linesWith(lines, (network) => specialOf(network) === code && !isUnspecified(network)),
    ),
  )
}

/**
 * Finds entries inside other entries. Two networks overlap only if one contains the other. So a walk in sorted order,
 * with the containing networks on a stack, finds the nearest container of each network.
 */
function overlaps(lines: readonly Line[]): readonly ListWarning[] {
  const flat = lines.flatMap((line, index) => line.networks.map((network) => ({ network, index })))
  const sorted = flat.sort((a, b) => compareCidr(a.network, b.network) || a.index - b.index)
  const found = new Map<string, ListWarning>()
  const holders: typeof flat = []
  for (const next of sorted) {
    while (holders.length > 0 && !cidrContains((holders.at(-1) ?? next).network, next.network)) holders.pop()
    const holder = holders.at(-1)
    if (holder && holder.index !== next.index) {
      const code = holder.network.prefix === next.network.prefix ? 'duplicate' : 'overlap'
      const pair = [lines[holder.index]?.entry ?? '', lines[next.index]?.entry ?? '']
      found.set(`${holder.index} ${next.index}`, warn(code, pair))
    }
    holders.push(next)
  }
  return [...found.values()]
}

function linesWith(lines: readonly Line[], test: (network: Cidr) => boolean): readonly string[] {
  return lines.filter((line) => line.networks.some(test)).map((line) => line.entry)
}

function warn(code: WarningCode, entries: readonly string[]): ListWarning {
  return { code, entries }
}

function some(code: WarningCode, entries: readonly string[]): readonly ListWarning[] {
  return entries.length > 0 ? [warn(code, entries)] : []
}
