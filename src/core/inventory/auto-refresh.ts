import { toErrorValue } from '../../shared/errors.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import { wakingMs } from '../sleep.ts'
import type { Inventory } from './inventory.ts'

const minuteMs = 60_000

/**
 * Refreshes what has grown old, once a minute at most; rests while the machine sleeps, the user has paused it, or
 * nobody looks at a page and no tray shows how servers are.
 */
export interface AutoRefresh {
  setWatched(watched: boolean): void
  /** The machine goes to sleep, or has woken up: what fell due meanwhile is read shortly after. */
  setAwake(awake: boolean): void
  settingsChanged(): void
  close(): void
}

/**
 * Which servers are due: never tried, or tried longer ago than the interval. A try that lies ahead of now is one from
 * before the clock was set back, and says nothing.
 */
export function dueServers(
  inventory: Pick<Inventory, 'statuses'>,
  settings: Settings,
  nowMs: number,
): readonly string[] {
  if (settings.refreshPaused || settings.refreshEveryMin === 0) return []
  const oldest = nowMs - settings.refreshEveryMin * minuteMs
  const isDue = (triedAtMs: number | null) => triedAtMs === null || triedAtMs <= oldest || triedAtMs > nowMs
  return inventory
    .statuses()
    .filter(({ ftp, cron, refreshing }) => !refreshing && (isDue(ftp.triedAtMs) || isDue(cron.triedAtMs)))
    .map((status) => status.serverId)
}

export function createAutoRefresh(deps: {
  readonly inventory: Inventory
  readonly settings: () => Settings
  readonly clock: Clock
  readonly log: Logger
}): AutoRefresh {
  let watched = true
  let awake = true
  let closed = false
  let cancel = () => {}

  const readDue = async () => {
    const serverIds = dueServers(deps.inventory, deps.settings(), deps.clock.now())
    if (serverIds.length > 0) await deps.inventory.refresh({ serverIds, priority: 'background' })
  }

  // Asked at most once a minute, and never fails: a disk that does is found by the reading itself.
  const hasTray = () => {
    try {
      return deps.settings().tray
    } catch {
      return false
    }
  }

  const tick = () => {
    cancel()
    if (closed || !awake || !(watched || hasTray())) return
    cancel = deps.clock.after(minuteMs, tick)
    // Run by a timer: a disk that fails here must end neither the ticking nor the process.
    readDue().catch((thrown: unknown) => deps.log.warn('inventory.auto-refresh-failed', { ...toErrorValue(thrown) }))
  }
  tick()

  return {
    setWatched(next) {
      if (next === watched) return
      watched = next
      tick()
    },
    setAwake(next) {
      if (next === awake) return
      awake = next
      cancel()
      if (awake && !closed) cancel = deps.clock.after(wakingMs, tick)
    },
    settingsChanged: tick,
    close() {
      closed = true
      cancel()
    },
  }
}
