import { watchedForMs } from '../shared/watching.ts'
import type { Clock } from './ports.ts'

/**
 * Whether somebody looks at a page. A visible page tells so again and again; one that is hidden, closed or dead falls
 * silent, and needs nobody to say so for it. Of several pages any one does. A start counts as a look: its page is on
 * the way.
 */
export interface Watched {
  /** A page is visible now. */
  seen(): void
  close(): void
}

/** `changed` is told when the last word has grown old, and when there is one again. */
export function createWatched(clock: Clock, changed: (watched: boolean) => void): Watched {
  let watched = true
  const set = (next: boolean) => {
    if (next === watched) return
    watched = next
    changed(next)
  }
  const wait = () => clock.after(watchedForMs, () => set(false))
  let cancel = wait()
  return {
    seen() {
      cancel()
      cancel = wait()
      set(true)
    },
    close: () => cancel(),
  }
}
