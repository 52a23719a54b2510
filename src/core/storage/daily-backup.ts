import type { Clock } from '../ports.ts'
import type { Storage } from './types.ts'

/** Asks more often than a backup is due, because timers stop while the machine sleeps and the clock may be set. */
const askEveryMs = 60 * 60_000

/** Asks for the daily backup every hour: Wisdeck can run in the tray for weeks. Returns the function that stops it. */
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
