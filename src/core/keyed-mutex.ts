import { Mutex } from 'async-mutex'

/** Runs work under the same key in the order of the calls, one at a time, even if one fails. Keys are independent. */
export type WithLock = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Creates a lock with one mutex for each key. A key costs nothing while no work holds it. */
export function createKeyedMutex(): WithLock {
  const mutexes = new Map<string, Mutex>()
  return async (key, work) => {
    const mutex = mutexes.get(key) ?? new Mutex()
    mutexes.set(key, mutex)
    try {
      return await mutex.runExclusive(work)
    } finally {
      if (!mutex.isLocked() && mutexes.get(key) === mutex) mutexes.delete(key)
    }
  }
}
