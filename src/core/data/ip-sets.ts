import { freeIpSetName, ipSetNameKey } from '../../shared/ip-sets.ts'
import type { Row } from '../storage/contents.ts'
import { idOf, textOf } from './rows.ts'

interface NameAndText {
  readonly name: string
  readonly text: string
}

/** Returns the compared fields of a set, or null if it cannot be read. Such a set is carried along without a name. */
function nameAndTextOf(row: Row): NameAndText | null {
  try {
    const { name, text } = Object(JSON.parse(textOf(row['ip_set']))) as Partial<NameAndText>
    return typeof name === 'string' && typeof text === 'string' ? { name, text } : null
  } catch {
    return null
  }
}

/**
 * Joins our sets and those of theirs whose id is not here. If a set of theirs has the name of another set, it gets a
 * number after its name, so that no set is lost and names stay unique. If it has the same text too, it is the same set
 * and is left out.
 */
export function mergedIpSets(
  mine: readonly Row[],
  theirs: readonly Row[],
): { readonly rows: readonly Row[]; readonly added: number } {
  const ids = new Set(mine.map(idOf))
  const named = new Map<string, NameAndText>()
  for (const set of mine.map(nameAndTextOf)) if (set) named.set(ipSetNameKey(set.name), set)
  const addedRows = theirs.flatMap((row): readonly Row[] => {
    if (ids.has(idOf(row))) return []
    const set = nameAndTextOf(row)
    if (!set) return [row]
    const namesake = named.get(ipSetNameKey(set.name))
    if (namesake?.text === set.text) return []
    const name = namesake ? freeIpSetName(set.name, (key) => named.has(key)) : set.name
    named.set(ipSetNameKey(name), { ...set, name })
    return [
      namesake ? { ...row, ip_set: JSON.stringify({ ...(JSON.parse(textOf(row['ip_set'])) as object), name }) } : row,
    ]
  })
  return { rows: addedRows.length === 0 ? mine : [...mine, ...addedRows], added: addedRows.length }
}
