import { normaliseList } from '../../../../shared/ip/index.ts'
import type { RowFacts } from '../../../../shared/model/plan.ts'
import { differences, impossible, type Outcome } from './outcome.ts'
import type { ServerView } from './server-view.ts'
import { passwordFrom, type PasswordSource } from './ftp-rows.ts'

/** An account to be created. `username` is the short name; the panel puts its owner in front. */
export interface NewAccount {
  readonly username: string
  readonly domain?: string | undefined
  readonly quotaMb?: number | undefined
  readonly readOnly?: boolean | undefined
  readonly allowedIps?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

/**
 * Returns the fields that were given for the account, with the list in normal form. `enabled: true` is left out: a new
 * account is enabled, and a switch that can only be flipped is not touched without need.
 */
function wantedOf({ username, domain, quotaMb, readOnly, allowedIps, enabled }: NewAccount): RowFacts {
  return {
    username,
    ...(domain ? { domain } : {}),
    ...(quotaMb === undefined ? {} : { quotaMb }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(allowedIps === undefined ? {} : { allowedIps: normaliseList(allowedIps).entries }),
    ...(enabled === false ? { enabled } : {}),
  }
}

/** Returns `<owner>_<name>` (API document, "Create") if the owner is known, otherwise the name alone. */
export const predictedName = (view: ServerView, username: string): string =>
  view.owner === null ? username : `${view.owner}_${username}`

/**
 * Plans one account on one server. If an account of that name has all the given values, nothing is to be done; its
 * password cannot be compared. Any other account of that name makes the creation impossible.
 */
export function ftpCreate(view: ServerView, account: NewAccount, password: PasswordSource): Outcome {
  const after = wantedOf(account)
  const existing = view.ftp.get(predictedName(view, account.username)) ?? view.ftp.get(account.username)
  if (existing) {
    const { username: _, ...wantedSettings } = after
    return differences(existing, wantedSettings) === null ? 'noop' : impossible('exists', existing.username)
  }
  return { op: 'create', before: null, after, flags: [], undo: 'full', secret: passwordFrom(password) }
}
