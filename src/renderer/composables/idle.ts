import { onScopeDispose } from 'vue'

/** The most time that a chunk of work takes, even if the browser offers more: a key press must not wait. */
const longestChunkMs = 10
/** A busy page has no idle time. After this long a short chunk runs all the same. */
const longestWaitMs = 400
const shortestChunkMs = 4

/**
 * Runs long work in chunks while the page is idle; the work can stop at each `yield`. `start` begins from the start
 * and drops unfinished work. Ends with its scope.
 */
export function useIdleWork(work: () => Iterator<void>): { start(): void } {
  let handle = 0
  let running: Iterator<void> | null = null
  const runChunk = (deadline: IdleDeadline) => {
    const endMs = performance.now() + Math.min(longestChunkMs, Math.max(shortestChunkMs, deadline.timeRemaining()))
    while (running !== null && performance.now() < endMs) if (running.next().done === true) running = null
    handle = running === null ? 0 : requestIdleCallback(runChunk, { timeout: longestWaitMs })
  }
  onScopeDispose(() => {
    cancelIdleCallback(handle)
    running = null
  })
  return {
    start() {
      running = work()
      if (handle === 0) handle = requestIdleCallback(runChunk, { timeout: longestWaitMs })
    },
  }
}
