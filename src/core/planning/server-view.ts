import { isListed, type Kind, type ListedKind, type RowOf } from '../../shared/kinds/index.ts'
import type { Budget } from '../limiter/types.ts'
import type { StoredServer } from '../storage/types.ts'
import { type Impossible, impossible } from './outcome.ts'

/** The rows of one server that a plan knows, by kind and id. A kind that the plan does not require may be empty. */
export type KnownRows = { readonly [K in ListedKind]: ReadonlyMap<string, RowOf<K>> }

/** What a plan knows about one server. */
export interface ServerView extends KnownRows {
  readonly id: string
  /** Null if the server is no longer in the fleet. */
  readonly server: StoredServer | null
  /** Why nothing on the server may be changed, regardless of its rows. */
  readonly blocked: Impossible | null
  /** Why the rows of a kind cannot be used. Null also if the plan does not require them. */
  readonly unread: Readonly<Record<ListedKind, Impossible | null>>
  /** Whether the list of a kind is cut. Then a row that is not here may exist all the same. */
  readonly cut: Readonly<Record<ListedKind, boolean>>
  /** Ids of rows that a cut list lacks and that could not be read by themselves, with the error code. */
  readonly missingFailed: Readonly<Record<ListedKind, ReadonlyMap<string, string>>>
  readonly readAtMs: Readonly<Record<ListedKind, number | null>>
  /** Ids of rows that had to be read by themselves for fields that the list lacks and were not, with the error code. */
  readonly wholeFailed: Readonly<Record<ListedKind, ReadonlyMap<string, string>>>
  /**
   * Whether the server's account list carries `allowed_ips`; true also if that is not known. If false, every account
   * must be read by itself.
   */
  readonly listHasAllowedIps: boolean
  /** By how many ms the panel's clock is ahead of this machine's; 0 also if that is not known. */
  readonly clockAheadMs: number
  readonly budget: Budget | null
  /** The name that the panel puts before a new account: the owner of the token, or else the owner of most rows. */
  readonly owner: string | null
}

/** Returns why a row that is not in the view cannot be planned: it is gone, or nobody knows whether it is. */
export const absenceOf = (view: ServerView, kind: Kind, id: string): Impossible =>
  unreadRow(view, kind, id) ?? impossible('gone')

/** Returns why it is not known whether a row exists that is not in the view; null if it does not exist. */
export function unreadRow({ missingFailed }: ServerView, kind: Kind, id: string): Impossible | null {
  const code = isListed(kind) ? missingFailed[kind].get(id) : undefined
  return code === undefined ? null : impossible('unread', code)
}

/** Returns the most common owner of a server's rows, the first of equals; null if no row has an owner. */
export function commonOwner(rows: Iterable<{ readonly owner: string }>): string | null {
  const counts = new Map<string, number>()
  for (const { owner } of rows) if (owner !== '') counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return [...counts].reduce<readonly [string | null, number]>(
    (most, one) => (one[1] > most[1] ? one : most),
    [null, 0],
  )[0]
}
