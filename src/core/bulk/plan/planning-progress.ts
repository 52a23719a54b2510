import type { Emit } from '../../events.ts'
import type { Budget } from '../../limiter/types.ts'
import type { Clock } from '../../ports.ts'

/** Reports how many of its reads a planning has done, at most ten times a second, and once more when they end. */
export interface PlanningProgress {
  /** Announces that this many reads of the server are still to come. */
  expect(serverId: string, count: number, budget: Budget | null): void
  /** Announces that this many reads are over, whether they succeeded or not. */
  read(serverId: string, count: number): void
  /** Reports the current state at once, and nothing afterwards. */
  end(): void
}

const minIntervalMs = 100

export function createPlanningProgress(
  deps: { readonly emit: Emit; readonly clock: Clock },
  planningId: string,
): PlanningProgress {
  const remaining = new Map<string, { readonly count: number; readonly budget: Budget | null }>()
  let read = 0
  let toRead = 0
  let reportedAtMs = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | null = null
  let ended = false

  /** Servers with the same token share one budget, so their reads wait for each other. */
  const etaMs = (): number | null => {
    const waiting = [...remaining.values()].filter(({ count, budget }) => budget !== null && count > 0)
    const etas = [...Map.groupBy(waiting, ({ budget }) => budget)].map(
      ([budget, entries]) =>
        budget?.etaMs(
          entries.reduce((sum, { count }) => sum + count, 0),
          'bulk',
        ) ?? 0,
    )
    return etas.length === 0 ? null : Math.max(...etas)
  }
  const notify = () => {
    cancelTimer?.()
    cancelTimer = null
    reportedAtMs = deps.clock.monotonic()
    deps.emit('bulk.planning', { planningId, read, toRead, etaMs: etaMs() })
  }
  const scheduleNotify = () => {
    if (cancelTimer || ended) return
    const waitMs = reportedAtMs + minIntervalMs - deps.clock.monotonic()
    if (waitMs <= 0) notify()
    else cancelTimer = deps.clock.after(waitMs, notify)
  }

  return {
    expect(serverId, count, budget) {
      toRead += count
      remaining.set(serverId, { count: (remaining.get(serverId)?.count ?? 0) + count, budget })
      scheduleNotify()
    },
    read(serverId, count) {
      read += count
      const entry = remaining.get(serverId)
      if (entry) remaining.set(serverId, { ...entry, count: entry.count - count })
      scheduleNotify()
    },
    end() {
      notify()
      ended = true
    },
  }
}
