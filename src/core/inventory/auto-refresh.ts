import { toErrorValue } from '../../shared/errors.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import { wakingMs } from '../sleep.ts'
import type { Inventory } from './inventory.ts'

const minuteMs = 60_000

/**
 * Returns the servers of which a list is due: not tried since the start, or tried longer ago than the interval. An
 * attempt in the future was made before the clock was set back. It does not count, so the server is due. No server is
 * due while it is being read, or while automatic refresh is paused or off.
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
    .filter(({ kinds, refreshing }) => !refreshing && Object.values(kinds).some(({ triedAtMs }) => isDue(triedAtMs)))
    .map((status) => status.serverId)
}

/**
 * Refreshes the servers that are due: at the start, every minute, and at once when the settings or `watched` change. It
 * is paused while the machine sleeps, while the user has paused it, and while nobody looks at a page and no tray shows
 * how servers are.
 */
export function createAutoRefresh(deps: {
  readonly inventory: Inventory
  readonly settings: () => Settings
  readonly clock: Clock
  readonly log: Logger
}) {
  let watched = true
  let awake = true
  let closed = false
  let cancel = () => {}

  const readDue = async () => {
    const serverIds = dueServers(deps.inventory, deps.settings(), deps.clock.now())
    if (serverIds.length > 0) await deps.inventory.refresh({ serverIds, priority: 'background' })
  }

  /** Never throws: if the setting cannot be read, the tray may be there and is served until it can. */
  const mayHaveTray = () => {
    try {
      return deps.settings().tray
    } catch {
      return true
    }
  }

  const tick = () => {
    cancel()
    if (closed || !awake || !(watched || mayHaveTray())) return
    cancel = deps.clock.after(minuteMs, tick)
    // A timer runs this, so a failing disk must end neither the timer nor the process.
    readDue().catch((thrown: unknown) => deps.log.warn('inventory.auto-refresh-failed', { ...toErrorValue(thrown) }))
  }
  tick()

  return {
    setWatched(next: boolean) {
      if (next === watched) return
      watched = next
      tick()
    },
    /** Reports that the machine goes to sleep or has woken up. Servers that became due are read soon after waking. */
    setAwake(next: boolean) {
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
