import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseSync } from 'node:sqlite'
import { AppError, type ErrorValue, toErrorValue } from '../../shared/errors.ts'
import type { Logger } from '../log/types.ts'
import { diskError } from './disk-errors.ts'
import { versionOf } from './migrations.ts'

/** How long `whenWritable` waits for another program to let go of the file. */
const longestWaitMs = 10_000
/** The pauses between two tries, in ms: the first one and the longest one. */
const tryPauseMs = { first: 20, longest: 400 } as const
const retryPauseMs = { first: 250, longest: 5000 } as const

const isRefusal = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code.startsWith('storage.')
const isBusy = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'storage.busy'

/** Writes that the disk has refused and that are made as soon as it accepts them. */
export interface WriteQueue {
  /**
   * Makes a write now or, if the disk refuses it, as soon as the disk accepts it. Until then it replaces a queued write
   * of the same key. Never throws a storage.*.
   */
  add(key: string, write: () => void): void
  /** Forgets a queued write, because what it would store no longer counts. */
  drop(key: string): void
  /** Returns why writes are queued; null if none is. */
  refused(): ErrorValue | null
  onRefused(listener: (error: ErrorValue | null) => void): void
  /**
   * Resolves once something can be written. While another program holds the file, tries again and again for a while;
   * nothing else is kept waiting.
   * @throws AppError storage.busy | storage.full | storage.read-only | storage.damaged; cancelled when the signal fires
   * or the queue closes
   */
  whenWritable(signal?: AbortSignal): Promise<void>
  /** Makes the queued writes for the last time. Those that the disk still refuses are lost, which is logged. */
  close(): void
}

/** Writes a page and waits for the disk, without changing anything: the version is the one that the file has. */
function createProbe(db: DatabaseSync): () => void {
  const version = versionOf(db)
  return () => {
    try {
      db.exec(`PRAGMA user_version = ${version}`)
    } catch (thrown) {
      throw diskError(thrown)
    }
  }
}

const cancelled = () => new AppError('cancelled', 'Nothing waits for the disk any more', { sent: false })

/** Returns `whenWritable`. */
function createWait(db: DatabaseSync, closing: AbortSignal): WriteQueue['whenWritable'] {
  const probe = createProbe(db)
  return async (signal) => {
    const untilMs = performance.now() + longestWaitMs
    const ends = signal ? AbortSignal.any([signal, closing]) : closing
    for (let waitMs: number = tryPauseMs.first; ; waitMs = Math.min(waitMs * 2, tryPauseMs.longest)) {
      if (ends.aborted) throw cancelled()
      try {
        return probe()
      } catch (thrown) {
        if (!isBusy(thrown) || performance.now() > untilMs) throw thrown
      }
      await sleep(waitMs, undefined, { signal: ends }).catch(() => undefined)
    }
  }
}

/** Keeps why writes are queued, and tells the listeners when that changes. */
function createRefusal(log: Logger) {
  const listeners: ((error: ErrorValue | null) => void)[] = []
  let refusal: ErrorValue | null = null
  return {
    get: () => refusal,
    set(error: ErrorValue | null): void {
      if (refusal?.code === error?.code) return
      refusal = error
      if (error) log.warn('storage.refused', { ...error })
      for (const listener of listeners) listener(error)
    },
    on: (listener: (error: ErrorValue | null) => void) => void listeners.push(listener),
  }
}

/** Creates the queue of an open file. */
export function createWriteQueue(db: DatabaseSync, log: Logger): WriteQueue {
  const writes = new Map<string, () => void>()
  const closing = new AbortController()
  const refusal = createRefusal(log)
  let timer: NodeJS.Timeout | null = null
  let pauseMs: number = retryPauseMs.first

  /** Tries one write. Returns why the disk refused it, or null. */
  const attempt = (key: string, write: () => void): AppError | null => {
    try {
      writes.delete(key)
      write()
      return null
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown
      writes.set(key, write)
      return thrown
    }
  }
  const settle = (error: AppError | null) => {
    if (writes.size === 0) return refusal.set(null)
    if (error) refusal.set(error.toValue())
    timer ??= setTimeout(retry, pauseMs)
    timer.unref()
  }
  const flush = (): AppError | null => {
    let refused: AppError | null = null
    for (const [key, write] of [...writes]) {
      // Another program holds the whole file. On a full disk, a smaller write may still fit.
      if (isBusy(refused)) break
      try {
        refused = attempt(key, write) ?? refused
      } catch (thrown) {
        log.error('storage.write-broke', { ...toErrorValue(thrown) })
      }
    }
    return refused
  }
  const retry = () => {
    timer = null
    pauseMs = Math.min(pauseMs * 2, retryPauseMs.longest)
    settle(flush())
  }

  return {
    add(key, write) {
      if (writes.size === 0) pauseMs = retryPauseMs.first
      settle(attempt(key, write))
    },
    drop(key) {
      writes.delete(key)
      settle(null)
    },
    refused: refusal.get,
    onRefused: refusal.on,
    whenWritable: createWait(db, closing.signal),
    close() {
      closing.abort()
      if (timer) clearTimeout(timer)
      flush()
      if (writes.size > 0) log.error('storage.writes-lost', { writes: writes.size, ...refusal.get() })
    },
  }
}
