import { toErrorValue } from '../../shared/errors.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { FtpSlice } from '../../shared/model/inventory.ts'
import type { BudgetView } from '../../shared/model/budget.ts'
import { pause } from '../panel/exchange.ts'
import type { Told } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { Freshness, Moment } from './freshness.ts'

interface AllowedIpsDeps extends InventoryDeps {
  readonly ftpSlice: (serverId: string) => FtpSlice
  readonly freshness: Freshness
  /** Puts what was asked for at that moment in place of the rows of the same name. */
  readonly replaceRows: (serverId: string, accounts: readonly Told<FtpAccount>[], askedAt: Moment) => void
}

/** How many single reads are gathered before the slice is stored and shown again. */
const batchSize = 10
/** What is left of a window for people: below this share of the limit, filling in waits for the next window. */
const leftForPeople = 0.5
/** Where a panel does not say when its window ends. */
const usualWindowMs = 60_000

/** Milliseconds until another batch may be read without taking what a person at the screen may want to spend. */
export function idleInMs({ limit, remaining, resetAtMs }: Pick<BudgetView, 'limit' | 'remaining' | 'resetAtMs'>, nowMs: number): number {
  if (limit === null || remaining === null || remaining - batchSize >= limit * leftForPeople) return 0
  // A window that is over has nothing to wait for: its figures are from before.
  if (resetAtMs !== null && resetAtMs <= nowMs) return 0
  return resetAtMs === null ? usualWindowMs : resetAtMs - nowMs
}

/**
 * Some panels leave `allowed_ips` out of the account list. For those, each account is read on its own in the
 * background lane: what the request budget has to spare, and nothing else waits for it.
 */
export function createAllowedIpsReader(deps: AllowedIpsDeps): { start(serverId: string): void; stop(serverId: string): void; close(): void } {
  const running = new Map<string, AbortController>()

  /** One account that cannot be read does not keep the others from being read; if none can, there is no point in going on. */
  const readBatch = async (id: string, usernames: readonly string[], signal: AbortSignal): Promise<readonly Told<FtpAccount>[]> => {
    const client = deps.connections.client(id)
    const outcomes = await Promise.allSettled(usernames.map((username) => client.ftp.get(username, { lane: 'background', signal })))
    const read = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (read.length === 0 && failed) throw failed.reason
    return read
  }

  const untilIdle = async (id: string, signal: AbortSignal) => {
    const budget = deps.connections.knownBudget(id)
    const waitMs = budget ? idleInMs(budget.view(), deps.clock.now()) : 0
    if (waitMs > 0) await pause(deps.clock, waitMs, signal)
  }

  const unknownOf = (id: string) => deps.ftpSlice(id).rows.flatMap((row) => (row.allowedIps === null ? [row.username] : []))

  const run = async (id: string, signal: AbortSignal) => {
    const unknown = unknownOf(id)
    for (let at = 0; at < unknown.length && !signal.aborted; at += batchSize) {
      await untilIdle(id, signal)
      if (signal.aborted) return
      // A bulk change may have read some of them meanwhile.
      const still = new Set(unknownOf(id))
      const batch = unknown.slice(at, at + batchSize).filter((username) => still.has(username))
      if (batch.length === 0) continue
      const askedAt = deps.freshness.now()
      const read = await readBatch(id, batch, signal)
      if (signal.aborted) return
      deps.replaceRows(id, read, askedAt)
      // A panel that never says: asking on would spend its budget for nothing.
      if (read.every((account) => account.allowedIps === null)) return
    }
  }

  return {
    start(id) {
      if (running.has(id)) return
      const abort = new AbortController()
      running.set(id, abort)
      run(id, abort.signal)
        .catch((thrown: unknown) => deps.log.info('inventory.allowed-ips-stopped', { server: id, code: toErrorValue(thrown).code }))
        .finally(() => {
          if (running.get(id) === abort) running.delete(id)
        })
    },
    stop(id) {
      running.get(id)?.abort()
      running.delete(id)
    },
    close() {
      for (const abort of running.values()) abort.abort()
      running.clear()
    },
  }
}
