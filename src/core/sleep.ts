import type { Clock } from './ports.ts'

/** The pause after waking up. The network is not ready yet, so requests at once would find every server unreachable. */
export const wakingMs = 10_000

/** Lets work wait while the machine sleeps. */
export interface Sleep {
  /** Reports that the machine goes to sleep or has woken up. */
  setAwake(awake: boolean): void
  /** Resolves at once while nothing has to wait, else when the pause after the sleep is over or the signal aborts. */
  over(signal: AbortSignal): Promise<void>
  /** Stops the timer. What still waits then goes on only when its signal aborts. */
  close(): void
}

export function createSleep(clock: Clock): Sleep {
  let sleeping: PromiseWithResolvers<void> | null = null
  let cancel = () => {}
  const end = () => {
    sleeping?.resolve()
    sleeping = null
  }
  return {
    setAwake(awake) {
      cancel()
      if (awake) cancel = clock.after(wakingMs, end)
      else sleeping ??= Promise.withResolvers()
    },
    async over(signal) {
      if (sleeping === null || signal.aborted) return
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      await Promise.race([sleeping.promise, aborted])
    },
    close: () => cancel(),
  }
}
