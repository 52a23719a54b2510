import { shortCidr } from '../../shared/ip/index.ts'
import { readIpSet } from '../../shared/ip-sets.ts'
import type { IpSet } from '../../shared/model/ip-sets.ts'

/**
 * A typed list with the addresses of a set below what stands there, one a line under the set's name as a comment. What
 * the list says already, in whatever spelling, is not said again; `added` is how many were new.
 */
export function withSet(
  text: string,
  set: Pick<IpSet, 'name' | 'networks'>,
): { readonly text: string; readonly added: number } {
  const held = new Set(readIpSet(text).networks)
  const fresh = set.networks.filter((network) => !held.has(network))
  if (fresh.length === 0) return { text, added: 0 }
  const above = text.trimEnd()
  return {
    text: [...(above === '' ? [] : [above]), `# ${set.name}`, ...fresh.map(shortCidr)].join('\n'),
    added: fresh.length,
  }
}
