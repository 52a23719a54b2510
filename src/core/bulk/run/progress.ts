import type { ServerRun, Run, RunProgress } from '../../../shared/model/run.ts'
import type { Clock } from '../../ports.ts'
import { isOpen, type StoredItem } from '../../storage/run-columns.ts'

/** The contract allows at most ten events a second. */
const minIntervalMs = 100
/** While server runs wait for the request budget, only the remaining time changes. */
const tickMs = 1000
const maxRows = 500

/** Reports on one run: what has changed since the last report, at most ten times a second. */
export interface Progress {
  moved(items: readonly StoredItem[]): void
  /** Something other than single items has changed. */
  changed(): void
  /** While this is on, waiting times are reported every second. */
  setTicking(on: boolean): void
  close(): void
}

export function createProgress(deps: {
  readonly clock: Clock
  readonly emit: (progress: RunProgress) => void
  readonly run: () => Run
  readonly serverRuns: () => readonly ServerRun[]
}): Progress {
  const { clock } = deps
  let changed = new Map<number, RunProgress['changed'][number]>()
  const reported = new Map<string, string>()
  let cancelNotify: (() => void) | null = null
  let cancelTick: (() => void) | null = null
  let lastMs = -Infinity
  let closed = false

  const notify = () => {
    cancelNotify = null
    lastMs = clock.monotonic()
    const changedServerRuns = deps.serverRuns().filter((serverRun) => {
      const text = JSON.stringify(serverRun)
      const hasChanged = reported.get(serverRun.serverId) !== text
      reported.set(serverRun.serverId, text)
      return hasChanged
    })
    const rows = [...changed.values()].slice(-maxRows)
    changed = new Map()
    deps.emit({ run: deps.run(), serverRuns: changedServerRuns, changed: rows })
  }
  const scheduleNotify = () => {
    if (closed || cancelNotify) return
    const waitMs = lastMs + minIntervalMs - clock.monotonic()
    cancelNotify = clock.after(Math.max(0, waitMs), notify)
  }
  const tickOnce = () => {
    scheduleNotify()
    cancelTick = clock.after(tickMs, tickOnce)
  }

  return {
    moved(items) {
      for (const stored of items) {
        const { item } = stored
        const state = isOpen(stored) ? 'unknown' : stored.state
        // Deleting first moves the newest items to the end.
        changed.delete(item.index)
        changed.set(item.index, { index: item.index, key: item.key, state })
      }
      scheduleNotify()
    },
    changed: scheduleNotify,
    setTicking(on) {
      if (on === (cancelTick !== null) || closed) return
      if (on) return tickOnce()
      cancelTick?.()
      cancelTick = null
    },
    close() {
      closed = true
      cancelNotify?.()
      cancelTick?.()
      cancelNotify = cancelTick = null
    },
  }
}
