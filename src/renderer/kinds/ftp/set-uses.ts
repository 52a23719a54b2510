import { holdsAll, readList } from '../../../shared/ip/index.ts'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import type { FtpRow } from './account-rows.ts'
import { quoteValue } from '../../table/query.ts'

/** The accounts that use one set. */
export interface SetUse {
  readonly rows: readonly FtpRow[]
  /** The number of servers that these accounts are on. */
  readonly servers: number
}
export const noUse: SetUse = { rows: [], servers: 0 }

/** Returns the filter text that shows the accounts that use one set. */
export function setQuery(name: string): string {
  return `set:${quoteValue(name.replaceAll('"', ''))}`
}

/**
 * Returns a function that tells which of the given sets a list uses. A list uses a set if it holds all addresses of
 * the set. An empty list restricts nothing and uses none. Many accounts share a list, so each list is compared only
 * once.
 */
export function createUsesOf(sets: readonly IpSet[]): (list: readonly string[]) => readonly IpSet[] {
  const parsedSets = sets.map((set) => ({ set, networks: readList(set.networks) }))
  const cache = new Map<string, readonly IpSet[]>()
  return (list) => {
    const key = list.join(' ')
    const found = cache.get(key)
    if (found !== undefined) return found
    const networksOfList = readList(list)
    const uses = parsedSets.filter(({ networks }) => holdsAll(networksOfList, networks)).map(({ set }) => set)
    cache.set(key, uses)
    return uses
  }
}

/** The uses of all sets in the rows of one server. */
interface ServerUses {
  readonly bySet: ReadonlyMap<string, readonly FtpRow[]>
  readonly unknown: readonly FtpRow[]
}

interface AllUses {
  /** By the set's id; a set that no account uses is left out. */
  readonly bySet: ReadonlyMap<string, SetUse>
  /** Accounts whose list is not known yet. */
  readonly unknown: SetUse
}

function rowsFor(bySet: Map<string, FtpRow[]>, id: string): FtpRow[] {
  const rows = bySet.get(id) ?? []
  bySet.set(id, rows)
  return rows
}

/**
 * Returns a function that finds the uses of each set; it takes the rows of each server. What it has found on a server
 * is cached until the server's rows are replaced.
 */
export function createUses(sets: readonly IpSet[]): (servers: Iterable<readonly FtpRow[]>) => AllUses {
  const usesOf = createUsesOf(sets)
  const cache = new WeakMap<readonly FtpRow[], ServerUses>()
  const count = (rows: readonly FtpRow[]): ServerUses => {
    const bySet = new Map<string, FtpRow[]>()
    const unknown: FtpRow[] = []
    for (const row of rows) {
      const { allowedIps } = row.account
      if (allowedIps === null) unknown.push(row)
      else for (const { id } of usesOf(allowedIps)) rowsFor(bySet, id).push(row)
    }
    return { bySet, unknown }
  }
  return (servers) => {
    const bySet = new Map<string, { rows: FtpRow[]; servers: number }>()
    const unknown = { rows: [] as FtpRow[], servers: 0 }
    const addRows = (sum: { rows: FtpRow[]; servers: number }, rows: readonly FtpRow[]) => {
      for (const row of rows) sum.rows.push(row)
      sum.servers += rows.length > 0 ? 1 : 0
    }
    for (const rows of servers) {
      const counted = cache.get(rows) ?? count(rows)
      cache.set(rows, counted)
      addRows(unknown, counted.unknown)
      for (const [id, users] of counted.bySet) {
        const sum = bySet.get(id) ?? { rows: [], servers: 0 }
        bySet.set(id, sum)
        addRows(sum, users)
      }
    }
    return { bySet, unknown }
  }
}
