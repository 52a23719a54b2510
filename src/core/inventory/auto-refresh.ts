import type { Settings } from '../../shared/model/settings.ts'
import type { Clock } from '../ports.ts'
import type { Inventory } from './inventory.ts'

const minuteMs = 60_000

/** Refreshes what has grown old, once a minute at most; rests while the window is hidden or the user has paused it. */
export interface AutoRefresh {
  setVisible(visible: boolean): void
  settingsChanged(): void
  close(): void
}

/** Which servers are due: never tried, or tried longer ago than the interval. */
export function dueServers(inventory: Pick<Inventory, 'statuses'>, settings: Settings, nowMs: number): readonly string[] {
  if (settings.refreshPaused || settings.refreshEveryMin === 0) return []
  const oldest = nowMs - settings.refreshEveryMin * minuteMs
  return inventory
    .statuses()
    .filter(({ ftp, cron, refreshing }) => !refreshing && Math.min(ftp.triedAtMs ?? -Infinity, cron.triedAtMs ?? -Infinity) <= oldest)
    .map((status) => status.serverId)
}

export function createAutoRefresh(deps: {
  readonly inventory: Inventory
  readonly settings: () => Settings
  readonly clock: Clock
}): AutoRefresh {
  let visible = true
  let closed = false
  let cancel = () => {}

  const tick = () => {
    cancel()
    if (closed || !visible) return
    const serverIds = dueServers(deps.inventory, deps.settings(), deps.clock.now())
    if (serverIds.length > 0) void deps.inventory.refresh({ serverIds, lane: 'background' })
    cancel = deps.clock.after(minuteMs, tick)
  }
  tick()

  return {
    setVisible(next) {
      if (next === visible) return
      visible = next
      tick()
    },
    settingsChanged: tick,
    close() {
      closed = true
      cancel()
    },
  }
}
