import { bitsOf, ipv4InMapped, parseAddress } from './address.ts'
import { type Cidr, cidrContains, cidrWithout, collapseCidrs, compareCidr, formatCidr, networkOf } from './cidr.ts'
import { type EntryProblem, readEntry } from './entry.ts'

/*
 * Allow lists as panels hold them: arrays of text. A panel may hold text that is not an address. Such an entry is kept
 * as it is and takes part in no arithmetic, so that no change made here can lose it.
 */

/** Returns the normal CIDRs of one entry, or its trimmed text if it cannot be read. */
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

/**
 * Returns all entries as normal CIDRs without duplicates, IPv4 before IPv6 and by number. Entries that cannot be read
 * follow as they were; `problems` has the reasons. Nothing is merged; see `collapse`.
 */
export function normaliseList(list: readonly string[]) {
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

/** Removes entries that mean the same as an earlier one. Texts and order stay. */
export function dedupe(list: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return list.filter((entry) => {
    const key = keysOf(entry).join(' ')
    return !seen.has(key) && seen.add(key)
  })
}

/** Tells whether each address of the entry `inner` is in the entry `outer`. Returns false if either cannot be read. */
export function contains(outer: string, inner: string): boolean {
  const wanted = networksOf([inner])
  const contained = collapseCidrs(networksOf([outer]))
  return wanted.length > 0 && wanted.every((network) => contained.some((holder) => cidrContains(holder, network)))
}

/** Tells whether the list allows this one address. An IPv4-mapped address counts as its IPv4 address. */
export function covers(list: readonly string[], address: string): boolean {
  const read = parseAddress(address.trim())
  if (!read.ok) return false
  const plain = ipv4InMapped(read.address) ?? read.address
  const wanted = networkOf(plain, bitsOf(plain.family))
  return networksOf(list).some((network) => cidrContains(network, wanted))
}

/**
 * Removes the addresses of `removed` from the list. A network that contains some of them is split into the networks
 * that remain. Entries that are not affected keep their text. To remove whole entries only, see `removeEntries`.
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
 * Returns the texts in which an entry is sent: the entry as it was typed. Only what few programs read is rewritten as
 * CIDR: a dotted mask, host bits and an IPv4-mapped address. A range gets a plain hyphen without spaces.
 */
export function sentTexts(entry: string): readonly string[] {
  const read = readEntry(entry)
  if (!read.ok) return [entry.trim()]
  if (read.notes.length > 0) return read.networks.map(formatCidr).map(shortCidr)
  return [entry.trim().replace(/\s*[-\u2010-\u2015]\s*/, '-')]
}

/**
 * Adds `added` at the end of the list, in their order and as they were typed. Entries that the list already holds, in
 * any spelling, are not added again, and existing entries keep their text.
 */
export function addEntries(list: readonly string[], added: readonly string[]): readonly string[] {
  const seen = new Set(list.flatMap(keysOf))
  const fresh = added.flatMap(sentTexts).filter((entry) => {
    const newKeys = keysOf(entry).filter((key) => !seen.has(key))
    for (const key of newKeys) seen.add(key)
    return newKeys.length > 0
  })
  return [...list, ...fresh]
}

/** Returns the wanted entries in their order, without duplicates. Those that the list holds keep its spelling. */
export function setEntries(list: readonly string[], wanted: readonly string[]): readonly string[] {
  const keyOf = (entry: string) => keysOf(entry).join(' ')
  const known = new Map(list.map((entry) => [keyOf(entry), entry]))
  return addEntries([], wanted).map((entry) => known.get(keyOf(entry)) ?? entry)
}

/** Removes the entries that equal one of `removed` after normalising. A wider network that contains one stays. */
export function removeEntries(list: readonly string[], removed: readonly string[]): readonly string[] {
  const gone = new Set(removed.flatMap(keysOf))
  return list.filter((entry) => !keysOf(entry).every((key) => gone.has(key)))
}

/** Tells whether two lists have the same entries, ignoring order, spelling and duplicates. */
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

/** Returns what changes from one list to another, in normal form. Order, spelling and duplicates are not changes. */
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

/** Returns the fewest CIDRs that hold the same addresses, sorted. Entries that cannot be read follow as they were. */
export function collapse(list: readonly string[]): readonly string[] {
  const unread = normaliseList(list).problems.map((problem) => problem.entry)
  return [...collapseCidrs(networksOf(list)).map(formatCidr), ...unread]
}

/** Compares two entries for sorting: IPv4, then IPv6, then entries that cannot be read, by their text. */
export function compareEntries(a: string, b: string): number {
  const [left, right] = [networksOf([a])[0], networksOf([b])[0]]
  if (left && right) return compareCidr(left, right)
  if (left || right) return left ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** Writes a normal CIDR as people write it: a single address without its /32 or /128, everything else unchanged. */
export function shortCidr(entry: string): string {
  return entry.includes(':') ? entry.replace(/\/128$/, '') : entry.replace(/\/32$/, '')
}
