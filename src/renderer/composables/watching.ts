import { useEventListener, useIntervalFn } from '@vueuse/core'
import { reportWatchedMs } from '../../shared/watching.ts'
import { api } from '../api/client.ts'

/**
 * Tells core while this page is visible. To save request budget, core refreshes nothing by itself while no page is and
 * no tray shows how servers are.
 */
export function useWatching(): void {
  const tell = () => {
    if (!document.hidden) api.call('app.watched', {}).catch(() => undefined)
  }
  useIntervalFn(tell, reportWatchedMs, { immediateCallback: true })
  useEventListener(document, 'visibilitychange', tell)
}
