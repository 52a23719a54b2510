import { Mutex } from 'async-mutex'

/**
 * Runs work under the same key one after the other, in the order of the calls, even if a work fails. Keys do not
 * wait for each other.
 */
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
