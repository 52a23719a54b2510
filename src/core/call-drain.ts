import type { Envelope } from '../shared/errors.ts'
import type { DispatchPieces } from './dispatch.ts'

/** Counts running calls, so that closing can wait until they have stored their results. */
interface CallDrain {
  readonly dispatch: DispatchPieces
  /** From now on, calls are answered with `cancelled`. Resolves when the running calls have been answered. */
  close(): Promise<void>
}

const closingEnvelope: Envelope<never> = { ok: false, error: { code: 'cancelled', message: 'Wisdeck is closing' } }

export function createCallDrain(dispatch: DispatchPieces): CallDrain {
  const runningCalls = new Set<ReturnType<DispatchPieces>>()
  let open = true
  return {
    async dispatch(name, json) {
      if (!open) return JSON.stringify(closingEnvelope)
      const call = dispatch(name, json)
      runningCalls.add(call)
      try {
        return await call
      } finally {
        runningCalls.delete(call)
      }
    },
    async close() {
      open = false
      await Promise.allSettled(runningCalls)
    },
  }
}
