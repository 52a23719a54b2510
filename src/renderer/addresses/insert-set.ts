import { shortCidr } from '../../shared/ip/index.ts'
import { readIpSet } from '../../shared/ip-sets.ts'
import type { IpSet } from '../../shared/model/ip-sets.ts'

/**
 * Appends the networks of a set to a typed list, one per line, below the set's name as a comment. Leaves out networks
 * that are already entries of the list, in any spelling; a wider entry around them does not count. `added` is the
 * number of networks that were appended. If it is 0, the text is unchanged.
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
