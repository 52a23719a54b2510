import { normaliseList } from '../../../../shared/ip/index.ts'
import { generatePassword } from '../../../../shared/password.ts'
import type { RowFacts } from '../../../../shared/model/plan.ts'
import { differences, impossible, type Outcome } from '../outcome.ts'
import type { ServerView } from '../server-view.ts'
import type { Random } from './ftp-rows.ts'

/** An account to be made; `username` is the short name, before which the panel puts its owner. */
export interface NewAccount {
  readonly username: string
  readonly domain?: string | undefined
  readonly quotaMb?: number | undefined
  readonly readOnly?: boolean | undefined
  readonly allowedIps?: readonly string[] | undefined
}

/** The fields that were said of it, the list in normal form. */
function wantedOf({ username, domain, quotaMb, readOnly, allowedIps }: NewAccount): RowFacts {
  return {
    username,
    ...(domain ? { domain } : {}),
    ...(quotaMb === undefined ? {} : { quotaMb }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(allowedIps === undefined ? {} : { allowedIps: normaliseList(allowedIps).entries }),
  }
}

/** `<owner>_<name>` (API document, "Create"), where the owner is known; else the name alone. */
export const predictedName = (view: ServerView, username: string): string =>
  view.owner === null ? username : `${view.owner}_${username}`

/**
 * One account on one server. One of that name that has all that was said of it is not made again; any other stands in
 * the way.
 */
export function ftpCreate(
  view: ServerView,
  account: NewAccount,
  password: string | { readonly length: number; readonly random: Random },
): Outcome {
  const after = wantedOf(account)
  const there = view.ftp.get(predictedName(view, account.username)) ?? view.ftp.get(account.username)
  if (there) {
    const { username: _, ...rest } = after
    return differences(there, rest) === null ? 'noop' : impossible('exists', there.username)
  }
  const secret = typeof password === 'string' ? password : generatePassword(password)
  return { op: 'create', before: null, after, flags: [], undo: 'full', secret }
}
