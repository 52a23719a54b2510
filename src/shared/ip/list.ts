import { bitsOf, ipv4InMapped, parseAddress } from './address.ts'
import { type Cidr, cidrContains, cidrWithout, collapseCidrs, compareCidr, formatCidr, networkOf } from './cidr.ts'
import { type EntryProblem, readEntry } from './entry.ts'

/*
 * Allow lists as panels hold them: arrays of text. A panel may hold text that is no address at all; such an entry is
 * kept as it is and takes part in no arithmetic, so that no change made here can lose it.
 */

/** The normal CIDRs of one entry, or its own trimmed text where it cannot be read. */
function keysOf(entry: string): readonly string[] {
  const read = readEntry(entry)
  return read.ok ? read.networks.map(formatCidr) : [entry.trim()]
}

function networksOf(list: readonly string[]): readonly Cidr[] {
  return list.flatMap((entry) => {
    const read = readEntry(entry)
    return read.ok ? read.networks : []
  })
}

export interface NormalList {
  /** Normal CIDRs, each once, sorted; then what could not be read, as it was. */
  readonly entries: readonly string[]
  readonly problems: readonly { readonly entry: string; readonly reason: EntryProblem }[]
}

/** Every entry as normal CIDRs, each once, IPv4 before IPv6 and by number. Nothing is merged; see `collapse`. */
export function normaliseList(list: readonly string[]): NormalList {
  const networks = new Map<string, Cidr>()
  const unread = new Map<string, EntryProblem>()
  for (const entry of list) {
    const read = readEntry(entry)
    if (read.ok) for (const network of read.networks) networks.set(formatCidr(network), network)
    else unread.set(entry.trim(), read.problem)
  }
  const sorted = [...networks].sort(([, a], [, b]) => compareCidr(a, b)).map(([text]) => text)
  return { entries: [...sorted, ...unread.keys()], problems: [...unread].map(([entry, reason]) => ({ entry, reason })) }
}

/** The list without entries that say the same as an earlier one; texts and order stay. */
export function dedupe(list: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return list.filter((entry) => {
    const key = keysOf(entry).join(' ')
    return !seen.has(key) && seen.add(key)
  })
}

/** True where each address of the entry `inner` is in the entry `outer`; false where either cannot be read. */
export function contains(outer: string, inner: string): boolean {
  const wanted = networksOf([inner])
  const contained = collapseCidrs(networksOf([outer]))
  return wanted.length > 0 && wanted.every((network) => contained.some((holder) => cidrContains(holder, network)))
}

/** True where the list lets this one address in; an IPv4-mapped address counts as the IPv4 it stands for. */
export function covers(list: readonly string[], address: string): boolean {
  const read = parseAddress(address.trim())
  if (!read.ok) return false
  const plain = ipv4InMapped(read.address) ?? read.address
  const wanted = networkOf(plain, bitsOf(plain.family))
  return networksOf(list).some((network) => cidrContains(network, wanted))
}

/**
 * The list without the addresses of `removed`: a network that holds some of them is cut into the rest.
 * Entries that are not touched keep their text. To drop whole entries only, see `removeEntries`.
 */
export function subtract(list: readonly string[], removed: readonly string[]): readonly string[] {
  const holes = networksOf(removed)
  return list.flatMap((entry) => {
    const read = readEntry(entry)
    if (!read.ok) return [entry]
    const touched = read.networks.some((network) =>
      holes.some((hole) => cidrContains(hole, network) || cidrContains(network, hole)),
    )
    return touched ? read.networks.flatMap((network) => cidrWithout(network, holes).map(formatCidr)) : [entry]
  })
}

/**
 * The list with `added` at its end. What the list already holds, in whatever spelling, is not added again, and what is
 * there keeps its text. New entries are in normal form, for CIDR is the form that the API document shows.
 */
export function addEntries(list: readonly string[], added: readonly string[]): readonly string[] {
  const seen = new Set(list.flatMap(keysOf))
  const fresh = added.flatMap(keysOf).filter((key) => !seen.has(key) && seen.add(key))
  return [...list, ...fresh]
}

/** The list without the entries that equal one of `removed` after normalising. A wider network around one stays. */
export function removeEntries(list: readonly string[], removed: readonly string[]): readonly string[] {
  const gone = new Set(removed.flatMap(keysOf))
  return list.filter((entry) => !keysOf(entry).every((key) => gone.has(key)))
}

/** True where two lists have the same entries, whatever their order, spelling and doubles. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a.flatMap(keysOf))
  const right = new Set(b.flatMap(keysOf))
  return left.size === right.size && [...left].every((key) => right.has(key))
}

export interface ListDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/** What changes from one list to another, in normal form; order, spelling and doubles are no change. */
export function diffLists(before: readonly string[], after: readonly string[]): ListDiff {
  const old = normaliseList(before).entries
  const now = normaliseList(after).entries
  const [oldSet, nowSet] = [new Set(old), new Set(now)]
  return {
    added: now.filter((entry) => !oldSet.has(entry)),
    removed: old.filter((entry) => !nowSet.has(entry)),
    kept: now.filter((entry) => oldSet.has(entry)),
  }
}

/** The fewest CIDRs that hold the same addresses, sorted; then what could not be read, as it was. */
export function collapse(list: readonly string[]): readonly string[] {
  const unread = normaliseList(list).problems.map((problem) => problem.entry)
  return [...collapseCidrs(networksOf(list)).map(formatCidr), ...unread]
}

/** Compares two entries for sorting: IPv4, IPv6, then what cannot be read, by its text. */
export function compareEntries(a: string, b: string): number {
  const [left, right] = [networksOf([a])[0], networksOf([b])[0]]
  if (left && right) return compareCidr(left, right)
  if (left || right) return left ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** A normal CIDR as people write it: a single address without its /32 or /128; all else as it is. */
export function shortCidr(entry: string): string {
  return entry.includes(':') ? entry.replace(/\/128$/, '') : entry.replace(/\/32$/, '')
}
