import { z } from 'zod'
import type { Tables } from '../storage/contents.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { idOf, ownServers, profileOf, serverOf, textOf } from './rows.ts'

/** The properties by which a server is recognised under another id. */
interface Traits {
  readonly id: string
  readonly url: string
  readonly hasToken: boolean
  readonly hash: string | null
  /** The owner of the token, as the panel last reported it. */
  readonly owner: string | null
}

const facts = z.looseObject({ username: z.string().nullable() })

function ownerOf(text: unknown): string | null {
  try {
    return facts.parse(JSON.parse(textOf(text))).username
  } catch {
    return null
  }
}

function traitsOf(tables: Tables, tokens: ReadonlyMap<string, string>): readonly Traits[] {
  const owners = new Map(tables.facts.map((row) => [serverOf(row), ownerOf(row['facts'])]))
  return ownServers(tables).flatMap((row) => {
    const [id, profile] = [idOf(row), profileOf(row)]
    if (!profile) return []
    const token = tokens.get(id)
    const hash = token === undefined ? (profile.tokenMark?.hash ?? null) : tokenHash(token)
    return [{ id, url: profile.url, hasToken: profile.hasToken, hash, owner: owners.get(id) ?? null }]
  })
}

type Likeness = 'same' | 'may-be' | 'other'

/** Compares two servers. The same URL is not enough: two people may add one panel with tokens of different accounts. */
function likeness(one: Traits, other: Traits): Likeness {
  if (one.url !== other.url) return 'other'
  if (one.hash !== null && one.hash === other.hash) return 'same'
  if (one.owner !== null && other.owner !== null) return one.owner === other.owner ? 'same' : 'other'
  return one.hasToken && other.hasToken ? 'other' : 'may-be'
}

/**
 * Returns our id, by their id, for servers of theirs that have another id here. Both must have the same URL, and the
 * same token or the same owner. If the owner of either is unknown, they also count as the same server if at least one
 * of the two has no token, because no token can be lost then.
 */
export function matchServerIds(
  mine: Tables,
  theirs: Tables,
  tokens: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const [here, there] = [new Set(mine.servers.map(idOf)), new Set(theirs.servers.map(idOf))]
  const unmatched = new Set(traitsOf(mine, new Map()).filter(({ id }) => !there.has(id)))
  const ourIds = new Map<string, string>()
  // Match the certain ones first. Otherwise a possible match could take the place of a certain one.
  for (const wanted of ['same', 'may-be'] as const) {
    for (const each of traitsOf(theirs, tokens)) {
      if (here.has(each.id) || ourIds.has(each.id)) continue
      const found = [...unmatched].find((candidate) => likeness(candidate, each) === wanted)
      if (!found) continue
      unmatched.delete(found)
      ourIds.set(each.id, found.id)
    }
  }
  return ourIds
}
