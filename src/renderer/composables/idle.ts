import { onScopeDispose } from 'vue'

/** The most time that a slice of work takes, even if the browser offers more: a key press must not wait. */
const longestSliceMs = 10
/** A busy page has no idle time. After this long a short slice runs all the same. */
const longestWaitMs = 400
const shortestSliceMs = 4

/**
 * Runs long work in slices while the page is idle; the work can stop at each `yield`. `start` begins from the start
 * and drops unfinished work. Ends with its scope.
 */
export function useIdleWork(work: () => Iterator<void>): { start(): void } {
  let handle = 0
  let running: Iterator<void> | null = null
  const slice = (deadline: IdleDeadline) => {
    const endMs = performance.now() + Math.min(longestSliceMs, Math.max(shortestSliceMs, deadline.timeRemaining()))
    while (running !== null && performance.now() < endMs) if (running.next().done === true) running = null
    handle = running === null ? 0 : requestIdleCallback(slice, { timeout: longestWaitMs })
  }
  onScopeDispose(() => {
    cancelIdleCallback(handle)
    running = null
  })
  return {
    start() {
      running = work()
      if (handle === 0) handle = requestIdleCallback(slice, { timeout: longestWaitMs })
    },
  }
}
