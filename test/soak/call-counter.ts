import type { App } from '../../src/core/app.ts'
import { settledWithin } from '../../src/core/inventory/pace.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { Input, MethodName, OutputOf } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'

/** Counts every call and its outcome. */
export interface CallCounter {
  /** Resolves with the value, or with null if the call failed. The error code is counted. */
  call<M extends MethodName, I extends Input<M>>(method: M, input: I): Promise<OutputOf<M, I> | null>
  calls(): number
  settled(): number
  /** The number of calls by outcome: `ok`, an error code, or `rejected`, which must not occur. */
  outcomes(): Readonly<Record<string, number>>
  /** Waits up to `limitMs` of this clock for open calls. Returns those still open, by method: `rows.get ×3`. */
  openAfter(limitMs: number, clock: Clock): Promise<readonly string[]>
}

export function createCallCounter(app: Pick<App, 'dispatch'>): CallCounter {
  const open = new Map<Promise<unknown>, MethodName>()
  const outcomes: Record<string, number> = {}
  let calls = 0
  let settled = 0
  const countOutcome = (outcome: string) => void (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1)

  const read = async <T>(answer: Promise<string>): Promise<T | null> => {
    try {
      const envelope = JSON.parse(await answer) as Envelope<T>
      countOutcome(envelope.ok ? 'ok' : envelope.error.code)
      return envelope.ok ? envelope.value : null
    } catch {
      countOutcome('rejected')
      return null
    } finally {
      settled += 1
    }
  }

  return {
    call<M extends MethodName, I extends Input<M>>(method: M, input: I) {
      calls += 1
      const result = read<OutputOf<M, I>>(app.dispatch(method, JSON.stringify(input)))
      open.set(result, method)
      void result.then(() => open.delete(result))
      return result
    },
    calls: () => calls,
    settled: () => settled,
    outcomes: () => outcomes,
    async openAfter(limitMs, clock) {
      await settledWithin(Promise.all(open.keys()), limitMs, clock)
      return Object.entries(Object.groupBy(open.values(), (method) => method)).map(
        ([method, each]) => `${method} ×${each.length}`,
      )
    },
  }
}
