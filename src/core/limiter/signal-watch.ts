/** Listens to abort signals, with one listener for each signal however many callbacks wait for it. */
export interface SignalWatch {
  /**
   * Calls `callback` when the signal fires, in the order of the `watch` calls; never if it has fired before. Returns a
   * function that ends the watch.
   */
  watch(signal: AbortSignal, callback: () => void): () => void
}

/**
 * Creates a signal watch. A panel client gives the same signal to all requests whose caller brings none. An
 * EventTarget searches its listeners at each addition and removal, which takes minutes for 100,000 listeners; a set
 * needs no search.
 */
export function createSignalWatch(): SignalWatch {
  const watched = new Map<AbortSignal, { readonly callbacks: Set<() => void>; readonly fire: () => void }>()

  const startListening = (signal: AbortSignal): Set<() => void> => {
    const callbacks = new Set<() => void>()
    const fire = (): void => {
      watched.delete(signal)
      for (const callback of callbacks) callback()
    }
    watched.set(signal, { callbacks, fire })
    signal.addEventListener('abort', fire, { once: true })
    return callbacks
  }

  return {
    watch(signal, callback) {
      const callbacks = watched.get(signal)?.callbacks ?? startListening(signal)
      // Wrap `callback`, so that the same function can be passed twice.
      const wrapped = (): void => callback()
      callbacks.add(wrapped)
      return () => {
        callbacks.delete(wrapped)
        const known = watched.get(signal)
        if (known?.callbacks !== callbacks || callbacks.size > 0) return
        watched.delete(signal)
        signal.removeEventListener('abort', known.fire)
      }
    },
  }
}
