import { toErrorValue } from '../../shared/errors.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { FtpSlice } from '../../shared/model/inventory.ts'
import type { BudgetView } from '../../shared/model/budget.ts'
import { pause } from '../panel/exchange.ts'
import type { ReportedRow } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { VersionClock, Version } from './version-clock.ts'

interface AllowedIpsDeps extends InventoryDeps {
  readonly ftpSlice: (serverId: string) => FtpSlice
  readonly versionClock: VersionClock
  /** Replaces the rows of the same names with accounts that were requested at this version. */
  readonly replaceRows: (serverId: string, accounts: readonly ReportedRow<FtpAccount>[], askedAt: Version) => void
}

/** The number of accounts that are read before the slice is stored and shown again. */
const batchSize = 10
/** The share of a window left to people. Below this share of the limit, the reader waits for the next window. */
const leftForPeople = 0.5
/** The time to wait if a panel does not report when its window ends. */
const usualWindowMs = 60_000

/** Returns the milliseconds until a batch may be read without taking requests that a person at the screen may want. */
export function idleInMs(
  { limit, remaining, resetAtMs }: Pick<BudgetView, 'limit' | 'remaining' | 'resetAtMs'>,
  nowMs: number,
): number {
  if (limit === null || remaining === null || remaining - batchSize >= limit * leftForPeople) return 0
  // If the window is over, its figures are outdated, so there is nothing to wait for.
  if (resetAtMs !== null && resetAtMs <= nowMs) return 0
  return resetAtMs === null ? usualWindowMs : resetAtMs - nowMs
}

/**
 * Reads a batch of accounts. An account that cannot be read does not keep the others from being read. Throws if no
 * account can be read, because further batches would fail too.
 */
async function readBatch(
  { connections }: InventoryDeps,
  id: string,
  usernames: readonly string[],
  signal: AbortSignal,
): Promise<readonly ReportedRow<FtpAccount>[]> {
  const client = connections.client(id)
  const outcomes = await Promise.allSettled(
    usernames.map((username) => client.ftp.get(username, { priority: 'background', signal })),
  )
  const read = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (read.length === 0 && failed) throw failed.reason
  return read
}

async function waitUntilIdle({ connections, clock }: InventoryDeps, id: string, signal: AbortSignal): Promise<void> {
  const budget = connections.knownBudget(id)
  const waitMs = budget ? idleInMs(budget.view(), clock.now()) : 0
  if (waitMs > 0) await pause(clock, waitMs, signal)
}

/**
 * Creates a reader for panels that leave `allowed_ips` out of the account list. It reads each account on its own
 * with the priority `background`, so it uses only what the request budget has to spare, and nothing else waits for
 * it. Some panels leave out an empty list. An account that came without a list is read again only once it has changed.
 */
export function createAllowedIpsReader(deps: AllowedIpsDeps) {
  const running = new Map<string, AbortController>()
  /** By server and account: the `updated_at` in the list when the account was read and came without addresses. */
  const withoutIps = new Map<string, Map<string, string | null>>()

  const unknownOf = (id: string) => deps.ftpSlice(id).rows.filter((row) => row.allowedIps === null)

  const readUnknownIps = async (id: string, signal: AbortSignal) => {
    const known = withoutIps.get(id) ?? new Map<string, string | null>()
    withoutIps.set(id, known)
    const unknown = unknownOf(id).filter((row) => known.get(row.username) !== row.updatedAt)
    for (let start = 0; start < unknown.length && !signal.aborted; start += batchSize) {
      await waitUntilIdle(deps, id, signal)
      if (signal.aborted) return
      // A bulk change may have read some of these accounts meanwhile.
      const stillUnknown = new Set(unknownOf(id).map((row) => row.username))
      const batch = new Map(
        unknown
          .slice(start, start + batchSize)
          .flatMap((row) => (stillUnknown.has(row.username) ? [[row.username, row.updatedAt]] : [])),
      )
      if (batch.size === 0) continue
      const askedAt = deps.versionClock.next()
      const read = await readBatch(deps, id, [...batch.keys()], signal)
      if (signal.aborted) return
      deps.replaceRows(id, read, askedAt)
      for (const { username, allowedIps } of read)
        if (allowedIps === null) known.set(username, batch.get(username) ?? null)
    }
  }

  const stop = (id: string) => {
    running.get(id)?.abort()
    running.delete(id)
  }

  return {
    start(id: string) {
      if (running.has(id)) return
      const controller = new AbortController()
      running.set(id, controller)
      readUnknownIps(id, controller.signal)
        .catch((thrown: unknown) =>
          deps.log.info('inventory.allowed-ips-stopped', { server: id, code: toErrorValue(thrown).code }),
        )
        .finally(() => {
          if (running.get(id) === controller) running.delete(id)
        })
    },
    stop,
    /** Stops, and forgets which accounts came without a list: the server leads to another panel now or was removed. */
    forget(id: string) {
      stop(id)
      withoutIps.delete(id)
    },
    close() {
      for (const controller of running.values()) controller.abort()
      running.clear()
    },
  }
}
