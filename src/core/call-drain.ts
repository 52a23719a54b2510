import type { Envelope } from '../shared/errors.ts'
import type { DispatchPieces } from './dispatch.ts'

/** Counts the calls under way, so that closing can wait for what they have yet to write down. */
export interface CallDrain {
  readonly dispatch: DispatchPieces
  /** From now on calls are answered with `cancelled`. Resolves when those under way have been answered. */
  close(): Promise<void>
}

const closed: Envelope<never> = { ok: false, error: { code: 'cancelled', message: 'Wisdeck is closing' } }

export function createCallDrain(dispatch: DispatchPieces): CallDrain {
  const underWay = new Set<ReturnType<DispatchPieces>>()
  let open = true
  return {
    async dispatch(name, json) {
      if (!open) return JSON.stringify(closed)
      const call = dispatch(name, json)
      underWay.add(call)
      try {
        return await call
      } finally {
        underWay.delete(call)
      }
    },
    async close() {
      open = false
      await Promise.allSettled(underWay)
    },
  }
}
