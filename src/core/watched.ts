import { watchedForMs } from '../shared/watching.ts'
import type { Clock } from './ports.ts'

/**
 * Knows whether anybody looks at a page. A visible page reports this repeatedly. A page that is hidden, closed or
 * dead stops reporting, so it needs no message of its own. If there are several pages, any one is enough. The start
 * of the app counts as a report, because its page is about to open. Calls `changed` when the last report has expired,
 * and when a report comes again.
 */
export function createWatched(clock: Clock, changed: (watched: boolean) => void) {
  let watched = true
  const setWatched = (next: boolean) => {
    if (next === watched) return
    watched = next
    changed(next)
  }
  const startTimer = () => clock.after(watchedForMs, () => setWatched(false))
  let cancel = startTimer()
  return {
    /** Reports that a page is visible now. */
    seen() {
      cancel()
      cancel = startTimer()
      setWatched(true)
    },
    close: () => cancel(),
  }
}
