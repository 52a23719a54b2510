import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import type { Budget } from '../../src/core/limiter/types.ts'
import { createPanelClient, type PanelClientDeps } from '../../src/core/panel/client.ts'
import type { CallOptions, PanelClient, PanelTarget } from '../../src/core/panel/types.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { AppError, type ErrorCode } from '../../src/shared/errors.ts'
import { token, type BareServer } from '../kit/panels.ts'

export const interactive: CallOptions = { priority: 'interactive' }

/** A budget that sends at once. The limiter has suites of its own. */
export const passThrough: Budget = {
  request: ({ send, signal }) => send(signal ?? new AbortController().signal),
  view: () => ({
    limit: null,
    remaining: null,
    resetAtMs: null,
    waiting: 0,
    doneAtMs: null,
    inFlight: 0,
    reason: 'ready',
  }),
  etaMs: () => 0,
  clockAheadMs: () => null,
  clockOffset: () => null,
  openView: () => () => undefined,
}

/** A clock on which back-offs of 250 ms to 1 s pass at once. The rest of the clock and the time limits are real. */
const createHastyClock = () => {
  const real = systemClock()
  return {
    ...real,
    after: (delayMs: number, run: () => void) => real.after(delayMs >= 250 && delayMs <= 1000 ? 0 : delayMs, run),
  }
}

export const silentLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  guard: () => undefined,
}

export const pinOf = (panel: { readonly fingerprint256: string; readonly certificatePem: string }) => ({
  fingerprint256: panel.fingerprint256,
  certificatePem: panel.certificatePem,
})

/** Creates a client that is closed at the end of the test. */
export function connectTo(target: PanelTarget, overrides: Partial<PanelClientDeps> = {}): PanelClient {
  let keys = 0
  const client = createPanelClient({
    id: 'client',
    target,
    useToken: (use) => use(token),
    budget: () => passThrough,
    clock: createHastyClock(),
    log: silentLog,
    idempotencyKey: () => `key-${++keys}`,
    random: () => 0.99,
    ...overrides,
  })
  onTestFinished(() => client.close())
  return client
}

export const clientOf = (panel: DemoPanelServer, overrides: Partial<PanelClientDeps> = {}) =>
  connectTo({ url: panel.url, pin: pinOf(panel), allowHttp: false }, overrides)

export const clientOfBare = (bare: BareServer, overrides: Partial<PanelClientDeps> = {}) =>
  connectTo({ url: bare.url, pin: pinOf(bare.certificate), allowHttp: false }, overrides)

/** Returns the AppError that a call ends with. Fails the test if the call succeeds or throws something else. */
export async function failureOf(call: Promise<unknown>, code?: ErrorCode): Promise<AppError> {
  const thrown = await call.then(
    (value) => new Error(`It ended well: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof AppError)) throw thrown
  if (code !== undefined && thrown.code !== code)
    throw new Error(`Expected ${code}, met ${JSON.stringify(thrown.toValue())}`)
  return thrown
}
