import { readEntry } from '../../shared/ip/index.ts'

/**
 * A text by which the app's collation (which takes digits for numbers) sorts lists by the number of their addresses:
 * empty lists first, IPv4 before IPv6, what cannot be read last; null, which every table puts at the end, for a list
 * that was not read.
 */
export function ipSortKey(list: readonly string[] | null): string | null {
  if (list === null) return null
  if (list.length === 0) return '0'
  return list.map(entryKey).join('y')
}

/** Many accounts share an entry, and reading one is the dear part of a sort: the last so many are remembered. */
const remembered = new Map<string, string>()
const mostRemembered = 20_000

function entryKey(entry: string): string {
  const known = remembered.get(entry)
  if (known !== undefined) return known
  if (remembered.size >= mostRemembered) remembered.clear()
  const key = readKey(entry)
  remembered.set(entry, key)
  return key
}

function readKey(entry: string): string {
  const read = readEntry(entry)
  const [network] = read.ok ? read.networks : []
  return network === undefined ? `9x${entry}` : `${network.family}x${network.first}x${network.prefix}`
}
