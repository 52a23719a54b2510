import type { Clock } from '../ports.ts'

/** How many begin together, and how long a slow one keeps the next from beginning. */
export interface Pace {
  readonly slots: number
  readonly patienceMs: number
}

/**
 * Runs `work` for every item with a few beginning at a time, so that the first are done long before the last have
 * begun. Patience is short: an item that takes longer goes on by itself and holds nobody up. Resolves when all are
 * done; rejects as soon as one does.
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
    const settle = () => {
      cancel()
      resolve()
    }
    promise.then(settle, settle)
  })
}
