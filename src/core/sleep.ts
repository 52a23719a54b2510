import type { Clock } from './ports.ts'

/** After waking up, the network needs a moment; whoever uses it at once finds every server unreachable. */
export const wakingMs = 10_000

/** The sleep of the machine, for work that is to go on only after it. */
export interface Sleep {
  /** The machine goes to sleep, or has woken up. */
  setAwake(awake: boolean): void
  /**
   * Resolves when the sleep and the moment after it are over, at once where there is none; also when the signal aborts.
   */
  over(signal: AbortSignal): Promise<void>
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
