/** Listens to abort signals, with one listener for each signal however many callbacks wait for it. */
export interface SignalWatch {
  /** Calls `run` when the signal fires, in the order of the `watch` calls. Returns a function that ends the watch. */
  watch(signal: AbortSignal, run: () => void): () => void
}

/**
 * Creates a signal watch. A bulk run gives all its requests the same signal. An EventTarget searches its listeners
 * at each addition and removal, which takes minutes for 100,000 listeners; a set needs no search.
 */
export function createSignalWatch(): SignalWatch {
  const watched = new Map<AbortSignal, { readonly runs: Set<() => void>; readonly fire: () => void }>()

  const startListening = (signal: AbortSignal): Set<() => void> => {
    const runs = new Set<() => void>()
    const fire = (): void => {
      watched.delete(signal)
      for (const run of runs) run()
    }
    watched.set(signal, { runs, fire: fire })
    signal.addEventListener('abort', fire, { once: true })
    return runs
  }

  return {
    watch(signal, run) {
      const runs = watched.get(signal)?.runs ?? startListening(signal)
      // Wrap `run`, so that the same function can be watched twice.
      const wrappedRun = (): void => run()
      runs.add(wrappedRun)
      return () => {
        runs.delete(wrappedRun)
        const known = watched.get(signal)
        if (known?.runs !== runs || runs.size > 0) return
        watched.delete(signal)
        signal.removeEventListener('abort', known.fire)
      }
    },
  }
}
