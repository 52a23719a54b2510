/** Listens to abort signals, each with one listener however many wait for it. */
export interface SignalWatch {
  /** Calls `run` when the signal fires, in order of watching. The returned function takes that back. */
  watch(signal: AbortSignal, run: () => void): () => void
}

/**
 * A bulk run gives all its requests one signal. An EventTarget looks through its listeners at each addition and
 * removal, which for 100,000 of them takes minutes; a set does not.
 */
export function createSignalWatch(): SignalWatch {
  const watched = new Map<AbortSignal, { readonly runs: Set<() => void>; readonly ring: () => void }>()

  const begin = (signal: AbortSignal): Set<() => void> => {
    const runs = new Set<() => void>()
    const ring = (): void => {
      watched.delete(signal)
      for (const run of runs) run()
    }
    watched.set(signal, { runs, ring })
    signal.addEventListener('abort', ring, { once: true })
    return runs
  }

  return {
    watch(signal, run) {
      const runs = watched.get(signal)?.runs ?? begin(signal)
      // A function of its own, so that the same `run` may be given twice.
      const own = (): void => run()
      runs.add(own)
      return () => {
        runs.delete(own)
        const known = watched.get(signal)
        if (known?.runs !== runs || runs.size > 0) return
        watched.delete(signal)
        signal.removeEventListener('abort', known.ring)
      }
    },
  }
}
