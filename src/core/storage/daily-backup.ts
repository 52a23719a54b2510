import type { Clock } from '../ports.ts'
import type { Storage } from './types.ts'

/** Asked far more often than a backup is due: timers stand still while the machine sleeps, and the clock may be set. */
const askEveryMs = 60 * 60_000

/**
 * With a tray Wisdeck runs for weeks: asks for the backup of the day as long as it does. Returns the function that ends
 * it.
 */
export function keepBackedUp({
  storage,
  clock,
}: {
  readonly storage: Pick<Storage, 'backUpDaily'>
  readonly clock: Clock
}): () => void {
  let cancel = () => {}
  const wait = () => {
    cancel = clock.after(askEveryMs, () => {
      storage.backUpDaily()
      wait()
    })
  }
  wait()
  return () => cancel()
}
