import { addEntries, confirmNeeded } from '../../../shared/ip/index.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { PlanFlag } from '../../../shared/plan-flags.ts'
import { impossible, type Outcome } from '../../planning/outcome.ts'
import { type ServerView, unreadRow } from '../../planning/server-view.ts'
import { passwordFrom, type PasswordSource } from '../../planning/password.ts'

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
 * Returns the fields that were given for the account. `enabled: true` is left out: a new
 * account is enabled, and a switch that can only be flipped is not touched without need.
 */
function wantedOf({ username, domain, quotaMb, readOnly, allowedIps, enabled }: NewAccount): RowFacts {
  return {
    username,
    ...(domain ? { domain } : {}),
    ...(quotaMb === undefined ? {} : { quotaMb }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(allowedIps === undefined ? {} : { allowedIps: addEntries([], allowedIps) }),
    ...(enabled === false ? { enabled } : {}),
  }
}

/** Returns `<owner>_<name>` (API document, "Create") if the owner is known, otherwise the name alone. */
export const predictedName = (view: Pick<ServerView, 'owner'>, username: string): string =>
  view.owner === null ? username : `${view.owner}_${username}`

/** A new account that every address may use is confirmed. Any other list takes nothing from anyone. */
const flagsOf = ({ allowedIps = [] }: NewAccount): readonly PlanFlag[] =>
  confirmNeeded([], allowedIps) === 'open-to-all' ? ['open-to-all'] : []

/**
 * Plans one account on one server. If the name is taken, the creation is impossible, even if the account has all the
 * given values: nobody can tell whether its password is the given one.
 */
export function ftpCreate(view: ServerView, account: NewAccount, password: PasswordSource): Outcome {
  const after = wantedOf(account)
  for (const name of [predictedName(view, account.username), account.username]) {
    if (view.ftp.has(name)) return impossible('exists', name)
    const unread = unreadRow(view, 'ftp', name)
    if (unread) return unread
  }
  return {
    op: 'create',
    before: null,
    after,
    flags: flagsOf(account),
    undo: 'full',
    secret: passwordFrom(password),
  }
}
