import { shortCidr } from '../../shared/ip/index.ts'
import { readIpSet } from '../../shared/ip-sets.ts'
import type { IpSet } from '../../shared/model/ip-sets.ts'

/**
 * Appends the addresses of a set to a typed list, one per line, below the set's name as a comment. Leaves out
 * addresses that the list holds already in any spelling. `added` is the number of new addresses.
 */
export function withSet(
  text: string,
  set: Pick<IpSet, 'name' | 'networks'>,
): { readonly text: string; readonly added: number } {
  const listed = new Set(readIpSet(text).networks)
  const missing = set.networks.filter((network) => !listed.has(network))
  if (missing.length === 0) return { text, added: 0 }
  const trimmed = text.trimEnd()
  return {
    text: [...(trimmed === '' ? [] : [trimmed]), `# ${set.name}`, ...missing.map(shortCidr)].join('\n'),
    added: missing.length,
  }
}
