import { onScopeDispose } from 'vue'

/** A slice of work ends after this long, even where the browser would give more: a key press must not wait. */
const longestSliceMs = 10
/** A busy page gives no idle time: then a short slice is taken all the same. */
const patienceMs = 400
const shortestSliceMs = 4

/**
 * Runs long work in slices while the page has nothing better to do; each `yield` is a place to stop at. `start` begins
 * anew and drops what was under way. Ends with its scope.
 */
export function useIdleWork(work: () => Iterator<void>): { start(): void } {
  let handle = 0
  let running: Iterator<void> | null = null
  const slice = (deadline: IdleDeadline) => {
    const endMs = performance.now() + Math.min(longestSliceMs, Math.max(shortestSliceMs, deadline.timeRemaining()))
    while (running !== null && performance.now() < endMs) if (running.next().done === true) running = null
    handle = running === null ? 0 : requestIdleCallback(slice, { timeout: patienceMs })
  }
  onScopeDispose(() => {
    cancelIdleCallback(handle)
    running = null
  })
  return {
    start() {
      running = work()
      if (handle === 0) handle = requestIdleCallback(slice, { timeout: patienceMs })
    },
  }
}
