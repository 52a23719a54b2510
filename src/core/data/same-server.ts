import { z } from 'zod'
import type { Tables } from '../storage/contents.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { idOf, ownServers, profileOf, serverOf, textOf } from './rows.ts'

/** By what a server is known again that has another id. */
interface Traits {
  readonly id: string
  readonly url: string
  readonly hasToken: boolean
  readonly hash: string | null
  /** Whose token it was when the panel last told. */
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

/** Two people may each have a server on their desks for one panel: their tokens open different accounts of it. */
function likeness(one: Traits, other: Traits): Likeness {
  if (one.url !== other.url) return 'other'
  if (one.hash !== null && one.hash === other.hash) return 'same'
  if (one.owner !== null && other.owner !== null) return one.owner === other.owner ? 'same' : 'other'
  return one.hasToken && other.hasToken ? 'other' : 'may-be'
}

/**
 * Ids of theirs that are called otherwise here: the same panel under the same address, by the same token or of the same
 * owner; where neither can be told, only if one of the two has no token that could be lost.
 */
export function namesHere(
  mine: Tables,
  theirs: Tables,
  tokens: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const [here, there] = [new Set(mine.servers.map(idOf)), new Set(theirs.servers.map(idOf))]
  const free = new Set(traitsOf(mine, new Map()).filter(({ id }) => !there.has(id)))
  const names = new Map<string, string>()
  // The sure ones first: one that only may be it would take their place.
  for (const wanted of ['same', 'may-be'] as const) {
    for (const each of traitsOf(theirs, tokens)) {
      if (here.has(each.id) || names.has(each.id)) continue
      const found = [...free].find((candidate) => likeness(candidate, each) === wanted)
      if (!found) continue
      free.delete(found)
      names.set(each.id, found.id)
    }
  }
  return names
}
