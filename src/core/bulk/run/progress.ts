import type { Lane, Run, RunProgress } from '../../../shared/model/run.ts'
import type { Clock } from '../../ports.ts'
import type { StoredItem } from '../../storage/run-columns.ts'

/** The contract's "at most ten a second". */
const gapMs = 100
/** While lanes wait for quota nothing moves but the time that is left. */
const beatMs = 1000
const mostRows = 500

/** Tells of one run: what has changed since the last time, at most ten times a second. */
export interface Progress {
  moved(items: readonly StoredItem[]): void
  /** Something but single items has changed. */
  changed(): void
  /** While it beats, waiting times are told each second. */
  beat(on: boolean): void
  close(): void
}

export function createProgress(deps: {
  readonly clock: Clock
  readonly emit: (progress: RunProgress) => void
  readonly run: () => Run
  readonly lanes: () => readonly Lane[]
}): Progress {
  const { clock } = deps
  let changed = new Map<number, RunProgress['changed'][number]>()
  const told = new Map<string, string>()
  let cancelTell: (() => void) | null = null
  let cancelBeat: (() => void) | null = null
  let lastMs = -Infinity
  let closed = false

  const tell = () => {
    cancelTell = null
    lastMs = clock.monotonic()
    const news = deps.lanes().filter((lane) => {
      const text = JSON.stringify(lane)
      const isNews = told.get(lane.serverId) !== text
      told.set(lane.serverId, text)
      return isNews
    })
    const rows = [...changed.values()].slice(-mostRows)
    changed = new Map()
    deps.emit({ run: deps.run(), lanes: news, changed: rows })
  }
  const touch = () => {
    if (closed || cancelTell) return
    const waitMs = lastMs + gapMs - clock.monotonic()
    cancelTell = clock.after(Math.max(0, waitMs), tell)
  }
  const beatOnce = () => {
    touch()
    cancelBeat = clock.after(beatMs, beatOnce)
  }

  return {
    moved(items) {
      for (const { item, state } of items) {
        // Set anew, so that the newest stand at the end.
        changed.delete(item.place)
        changed.set(item.place, { place: item.place, key: item.key, state })
      }
      touch()
    },
    changed: touch,
    beat(on) {
      if (on === (cancelBeat !== null) || closed) return
      if (on) return beatOnce()
      cancelBeat?.()
      cancelBeat = null
    },
    close() {
      closed = true
      cancelTell?.()
      cancelBeat?.()
      cancelTell = cancelBeat = null
    },
  }
}
