import { readEntry } from '../../../../shared/ip/index.ts'

/**
 * Returns a text by which the app's collation, which compares digits as numbers, sorts lists by address. Empty lists
 * come first, IPv4 comes before IPv6, and unreadable entries come last. Returns null for a list that was not read:
 * every table puts null at the end.
 */
export function ipSortKey(list: readonly string[] | null): string | null {
  if (list === null) return null
  if (list.length === 0) return '0'
  return list.map(entryKey).join('y')
}

/** Up to `mostCachedKeys` sort keys. Many accounts share an entry, and reading entries is the slow part of a sort. */
const cachedKeys = new Map<string, string>()
const mostCachedKeys = 20_000

function entryKey(entry: string): string {
  const known = cachedKeys.get(entry)
  if (known !== undefined) return known
  if (cachedKeys.size >= mostCachedKeys) cachedKeys.clear()
  const key = readKey(entry)
  cachedKeys.set(entry, key)
  return key
}

function readKey(entry: string): string {
  const read = readEntry(entry)
  const [network] = read.ok ? read.networks : []
  return network === undefined ? `9x${entry}` : `${network.family}x${network.first}x${network.prefix}`
}
