import type { CronJob } from '../../../shared/model/cron.ts'
import type { FtpAccount } from '../../../shared/model/ftp.ts'
import type { Kind } from '../../../shared/model/inventory.ts'
import type { Budget } from '../../limiter/types.ts'
import type { StoredServer } from '../../storage/types.ts'
import type { Impossible } from './outcome.ts'

/** What a plan goes by on one server. Rows by their id as text. */
export interface ServerView {
  readonly id: string
  /** Null where it is no longer on the desk. */
  readonly server: StoredServer | null
  /** Why nothing of it may be changed, whatever its rows. */
  readonly blocked: Impossible | null
  /** Why the rows of a kind cannot be gone by. */
  readonly unread: Readonly<Record<Kind, Impossible | null>>
  readonly ftp: ReadonlyMap<string, FtpAccount>
  readonly cron: ReadonlyMap<string, CronJob>
  readonly readAtMs: Readonly<Record<Kind, number | null>>
  /** Accounts whose list was asked for one by one and failed, with the code of the error. */
  readonly ipsFailed: ReadonlyMap<string, string>
  /** Whether its account list carries `allowed_ips`; false where every account must be read by itself. */
  readonly listHasAllowedIps: boolean
  readonly budget: Budget | null
  /** Whose name its panel puts before a new account: the token's owner, or the one most rows have. */
  readonly owner: string | null
}

/** The most common owner of a server's rows; null without rows. Of equals the first. */
export function commonOwner(rows: Iterable<{ readonly owner: string }>): string | null {
  const counts = new Map<string, number>()
  for (const { owner } of rows) if (owner !== '') counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return [...counts].reduce<readonly [string | null, number]>(
    (most, one) => (one[1] > most[1] ? one : most),
    [null, 0],
  )[0]
}
