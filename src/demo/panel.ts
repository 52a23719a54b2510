import {
  type AddressOptions,
  createFaultControls,
  type FaultControls,
  openAddresses,
  type OtherAddressOptions,
  type PanelAddress,
} from './addresses.ts'
import { createAnswerer } from './answer.ts'
import type { CertificateOptions } from './certificate.ts'
import { createExchange } from './exchange.ts'
import { createFaults, type FaultSettings } from './faults.ts'
import { allRows, kinds, type PanelRows, type PanelState, type RowsById } from './kinds/index.ts'
import type { RateLimit } from './rate-window.ts'
import { type ChangeRecord, createRequestLog, type PanelCounters, type RequestRecord } from './request-log.ts'
import { emptyState } from './state.ts'
import { createTokens, type TokenOptions } from './tokens.ts'
import { type PanelTraits, usualTraits } from './traits.ts'

export interface DemoPanelOptions extends AddressOptions {
  readonly name?: string
  /** The first API key. It has all scopes and may write. */
  readonly token?: string
  readonly state?: PanelState
  readonly traits?: Partial<PanelTraits>
  /** The default is 60 requests per 60 000 ms, with windows that start when the panel starts. */
  readonly rateLimit?: Partial<RateLimit>
  readonly certificate?: CertificateOptions['kind']
  /** Returns milliseconds since the epoch. The default is the machine's clock. */
  readonly now?: () => number
  /** Calls `run` once after `delayMs` of the same clock as `now`, and returns how to cancel the call. */
  readonly after?: (delayMs: number, run: () => void) => () => void
}

/**
 * One running stand-in panel, with the rows that it has now (`accounts`, `jobs`, …) in its own form: times are
 * milliseconds, names are camel case.
 */
export interface DemoPanelServer extends PanelAddress, FaultControls, PanelRows {
  readonly name: string
  readonly token: string
  /** The last requests in order of arrival, without secrets. */
  readonly requests: readonly RequestRecord[]
  readonly counters: PanelCounters
  readonly faults: FaultSettings
  /** Adds a token, or changes one. */
  addToken(token: string, options?: TokenOptions): void
  removeToken(token: string): void
  /** Changes the panel as another client would, to cause drift. */
  edit(change: (state: PanelState) => PanelState): void
  /** Returns a copy of the panel's whole state. */
  snapshot(): PanelState
  /** Returns the rows of now by kind and id, in the panel's own form. */
  state(): RowsById
  /** Returns the changes among the requests, in order of arrival, with what the panel made of each. */
  changes(): readonly ChangeRecord[]
  clearRequests(): void
  /** Opens one more address of this same panel. Faults and `close` affect all of them. */
  listenAlso(options?: OtherAddressOptions): Promise<PanelAddress & { readonly name: string; readonly token: string }>
  /** Ends every connection and frees the port. Work that was to be done later is not done. */
  close(): Promise<void>
}

const afterOnMachine = (delayMs: number, run: () => void) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** Creates the timers of one panel, which can be cancelled together. */
function createTimers(after: NonNullable<DemoPanelOptions['after']>) {
  const cancels = new Set<() => void>()
  return {
    after: (delayMs: number, run: () => void) => {
      const cancel = after(Math.max(0, delayMs), () => {
        cancels.delete(cancel)
        run()
      })
      cancels.add(cancel)
    },
    cancelAll: () => {
      for (const cancel of cancels) cancel()
    },
  }
}

/** Creates all of a panel except its sockets: its state, keys and faults, and the function that answers requests. */
function createPanelCore(options: DemoPanelOptions, token: string, now: () => number) {
  let state = options.state ?? emptyState()
  const faults = createFaults()
  const tokens = createTokens({ limit: 60, windowMs: 60_000, phaseMs: now(), ...options.rateLimit })
  tokens.add(token)
  const read = () => state
  const write = (next: PanelState) => {
    state = next
  }
  const traits = { ...usualTraits, ...options.traits }
  return {
    read,
    write,
    faults,
    tokens,
    answerer: createAnswerer({ traits, tokens, faults, now, readState: read, writeState: write }),
  }
}

/** Returns an object whose fields always hold the rows of now. */
function currentRows(read: () => PanelState): PanelRows {
  const getters = kinds.map(({ field }) => [field, { enumerable: true, get: () => read()[field] }] as const)
  return Object.defineProperties({}, Object.fromEntries(getters)) as PanelRows
}

/** Adds the fields of the others to an object. A getter stays a getter, so the field is always as it is now. */
const withLiveFields = <T extends object, U extends object, V extends object>(target: T, other: U, another?: V) =>
  Object.defineProperties(target, {
    ...Object.getOwnPropertyDescriptors(other),
    ...(another ? Object.getOwnPropertyDescriptors(another) : {}),
  }) as T & U & V

/**
 * Starts a stand-in panel that serves the API of the API document over real TLS, with its own certificate. Rejects if
 * the port is taken. Rejects with RangeError for an address that is not loopback.
 */
export async function createDemoPanel(options: DemoPanelOptions = {}): Promise<DemoPanelServer> {
  const { name = 'panel.example', now = Date.now, token = `wsp_${'0123456789abcdef'.repeat(2)}` } = options
  const { read, write, faults, tokens, answerer } = createPanelCore(options, token, now)
  const log = createRequestLog()
  const timers = createTimers(options.after ?? afterOnMachine)
  const exchange = createExchange({ faults, log, answerer, now, after: timers.after })
  const addresses = await openAddresses({
    ...options,
    commonName: name,
    now,
    serve: ({ server }) => {
      server.on('request', exchange)
      server.on('secureConnection', log.countConnection)
    },
  })

  const panel: Omit<DemoPanelServer, keyof PanelAddress | keyof PanelRows> = {
    name,
    token,
    get requests() {
      return log.records()
    },
    get counters() {
      return log.counters()
    },
    get faults() {
      return faults.current()
    },
    ...createFaultControls(faults, addresses),
    addToken: tokens.add,
    removeToken: tokens.remove,
    edit: (change) => write(change(read())),
    snapshot: () => structuredClone(read()),
    state: () => allRows(read()),
    changes: log.changes,
    clearRequests: log.clear,
    listenAlso: async (where) => withLiveFields({ name, token }, await addresses.openAnother(where)),
    close: async () => {
      timers.cancelAll()
      await addresses.stop()
    },
  }
  return withLiveFields(panel, addresses.first, currentRows(read))
}
