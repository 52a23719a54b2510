import { freeIpSetName, ipSetNameKey } from '../../shared/ip-sets.ts'
import type { Row } from '../storage/contents.ts'
import { idOf, textOf } from './rows.ts'

interface ReportedSet {
  readonly name: string
  readonly text: string
}

/** What is compared of a set; one that cannot be read is carried along under no name. */
function reportedOf(row: Row): ReportedSet | null {
  try {
    const { name, text } = Object(JSON.parse(textOf(row['ip_set']))) as Partial<ReportedSet>
    return typeof name === 'string' && typeof text === 'string' ? { name, text } : null
  } catch {
    return null
  }
}

/**
 * Sets of mine, then those of theirs whose id is not here. One of theirs that is called like another set gets a number
 * behind its name, so that neither is lost and names stay apart; one that has the very addresses too is the same set
 * and is left out.
 */
export function mergedIpSets(
  mine: readonly Row[],
  theirs: readonly Row[],
): { readonly rows: readonly Row[]; readonly added: number } {
  const ids = new Set(mine.map(idOf))
  const named = new Map<string, ReportedSet>()
  for (const reported of mine.map(reportedOf)) if (reported) named.set(ipSetNameKey(reported.name), reported)
  const fresh = theirs.flatMap((row): readonly Row[] => {
    if (ids.has(idOf(row))) return []
    const reported = reportedOf(row)
    if (!reported) return [row]
    const namesake = named.get(ipSetNameKey(reported.name))
    if (namesake?.text === reported.text) return []
    const name = namesake ? freeIpSetName(reported.name, (key) => named.has(key)) : reported.name
    named.set(ipSetNameKey(name), { ...reported, name })
    return [
      namesake ? { ...row, ip_set: JSON.stringify({ ...(JSON.parse(textOf(row['ip_set'])) as object), name }) } : row,
    ]
  })
  return { rows: fresh.length === 0 ? mine : [...mine, ...fresh], added: fresh.length }
}
