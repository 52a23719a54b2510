import type { ServerRun, Run, RunProgress } from '../../../shared/model/run.ts'
import type { Clock } from '../../ports.ts'
import type { StoredItem } from '../../storage/run-columns.ts'

/** The contract's "at most ten a second". */
const gapMs = 100
/** While lanes wait for quota nothing moves but the time that is left. */
const tickMs = 1000
const mostRows = 500

/** Tells of one run: what has changed since the last time, at most ten times a second. */
export interface Progress {
  moved(items: readonly StoredItem[]): void
  /** Something but single items has changed. */
  changed(): void
  /** While it beats, waiting times are told each second. */
  tick(on: boolean): void
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
  let cancelTell: (() => void) | null = null
  let cancelTick: (() => void) | null = null
  let lastMs = -Infinity
  let closed = false

  const tell = () => {
    cancelTell = null
    lastMs = clock.monotonic()
    const news = deps.serverRuns().filter((serverRun) => {
      const text = JSON.stringify(serverRun)
      const isNews = reported.get(serverRun.serverId) !== text
      reported.set(serverRun.serverId, text)
      return isNews
    })
    const rows = [...changed.values()].slice(-mostRows)
    changed = new Map()
    deps.emit({ run: deps.run(), serverRuns: news, changed: rows })
  }
  const touch = () => {
    if (closed || cancelTell) return
    const waitMs = lastMs + gapMs - clock.monotonic()
    cancelTell = clock.after(Math.max(0, waitMs), tell)
  }
  const tickOnce = () => {
    touch()
    cancelTick = clock.after(tickMs, tickOnce)
  }

  return {
    moved(items) {
      for (const { item, state } of items) {
        // Set anew, so that the newest stand at the end.
        changed.delete(item.index)
        changed.set(item.index, { index: item.index, key: item.key, state })
      }
      touch()
    },
    changed: touch,
    tick(on) {
      if (on === (cancelTick !== null) || closed) return
      if (on) return tickOnce()
      cancelTick?.()
      cancelTick = null
    },
    close() {
      closed = true
      cancelTell?.()
      cancelTick?.()
      cancelTell = cancelTick = null
    },
  }
}
