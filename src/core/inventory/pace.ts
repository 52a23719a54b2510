import type { Clock } from '../ports.ts'

/** How many items start together, and how long a slow item keeps the next one from starting. */
export interface Pace {
  readonly slots: number
  readonly patienceMs: number
}

/**
 * Runs `work` for every item and starts only a few at a time, so that the first items are done long before the last
 * ones start. An item that takes longer than `patienceMs` continues without delaying the others. Resolves when all
 * are done. Rejects if one item rejects, but not before all have started.
 */
export async function eachPaced<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  pace: Pace,
  clock: Clock,
): Promise<void> {
  const started: Promise<void>[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const running = work(items[next++] as T)
      started.push(running)
      await settledWithin(running, pace.patienceMs, clock)
    }
  }
  await Promise.all(Array.from({ length: Math.min(pace.slots, items.length) }, worker))
  await Promise.all(started)
}

/** Resolves when the promise has settled or the time is over, whichever comes first. */
export function settledWithin(promise: Promise<unknown>, limitMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve)
    const finish = () => {
      cancel()
      resolve()
    }
    promise.then(finish, finish)
  })
}
