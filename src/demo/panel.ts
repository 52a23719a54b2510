import { basePath, createAnswerer } from './answer.ts'
import { type CertificateOptions, createCertificate } from './certificate.ts'
import { openListener } from './listener.ts'
import { createExchange } from './exchange.ts'
import { createFaults, type FaultName, type FaultSettings, type FaultValues } from './faults.ts'
import { allRows, kinds, type PanelRows, type PanelState, type RowsById } from './kinds/index.ts'
import type { RateLimit } from './rate-window.ts'
import { type ChangeRecord, createRequestLog, type PanelCounters, type RequestRecord } from './request-log.ts'
import { emptyState } from './state.ts'
import { createTokens, type TokenOptions } from './tokens.ts'
import { type PanelTraits, usualTraits } from './traits.ts'

export interface DemoPanelOptions {
  readonly name?: string
  /** A loopback address; others are refused. The default is 127.0.0.1. */
  readonly host?: string
  /** The port. The default is 0 for any free port. */
  readonly port?: number
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
export interface DemoPanelServer extends PanelRows {
  readonly name: string
  /** `https://127.0.0.1:PORT/api/v1`. */
  readonly url: string
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string
  readonly port: number
  readonly token: string
  /** The certificate of new connections. */
  readonly certificatePem: string
  /** The SHA-256 of the certificate, as Node prints it: `AA:BB:…`. */
  readonly fingerprint256: string
  /** The last requests in order of arrival, without secrets. */
  readonly requests: readonly RequestRecord[]
  readonly counters: PanelCounters
  readonly faults: FaultSettings
  /**
   * Sets a fault; null or false ends it. Resolves when the fault is in effect. Rejects if the port of a dead panel has
   * been taken when the panel is to listen again.
   */
  setFault<N extends FaultName>(name: N, value: FaultValues[N] | null): Promise<void>
  /** Ends all faults: the panel has its first certificate and listens. */
  clearFaults(): Promise<void>
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
  /** Ends every connection and frees the port. Work that was to be done later is not done. */
  close(): Promise<void>
}

function loopbackHost(host: string): string {
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost') return host
  throw new RangeError('A stand-in panel listens on loopback only')
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

/** Gives the panel a field for each kind, which always holds the rows of now. */
function withCurrentRows(panel: Omit<DemoPanelServer, keyof PanelRows>, read: () => PanelState): DemoPanelServer {
  const getters = kinds.map(({ field }) => [field, { enumerable: true, get: () => read()[field] }] as const)
  return Object.defineProperties(panel, Object.fromEntries(getters)) as DemoPanelServer
}

/** Creates the certificate that a panel starts with, and keeps the one that it sends now. */
async function createCertificates(options: DemoPanelOptions, name: string, host: string, now: () => number) {
  const newCertificate = (extra: Partial<CertificateOptions>) =>
    createCertificate({ commonName: name, hosts: [host], nowMs: now(), ...extra })
  const first = await newCertificate(options.certificate ? { kind: options.certificate } : {})
  let current = first
  return {
    current: () => current,
    isFirst: () => current === first,
    async rotate(value: FaultValues['rotatedCertificate'] | undefined): Promise<void> {
      if (value === undefined || value === false) current = first
      else
        current = await newCertificate(
          value === true
            ? {}
            : { ...(value.sameKey ? { key: first } : {}), ...(value.expired ? { kind: 'expired' } : {}) },
        )
    },
  }
}

/** Creates the functions that set faults. Two faults need an action too: changing the certificate, closing the port. */
function createFaultControls(
  faults: ReturnType<typeof createFaults>,
  certificates: Awaited<ReturnType<typeof createCertificates>>,
  listener: Awaited<ReturnType<typeof openListener>>,
): Pick<DemoPanelServer, 'setFault' | 'clearFaults'> {
  const rotate = async (value: FaultValues['rotatedCertificate'] | undefined) => {
    await certificates.rotate(value)
    listener.setCertificate(certificates.current())
  }
  return {
    setFault: async (fault, value) => {
      faults.set(fault, value)
      if (fault === 'rotatedCertificate') await rotate(faults.get('rotatedCertificate'))
      if (fault === 'dead') await (faults.get('dead') ? listener.stop() : listener.restart())
    },
    clearFaults: async () => {
      faults.clear()
      if (!certificates.isFirst()) await rotate(undefined)
      await listener.restart()
    },
  }
}

/**
 * Starts a stand-in panel that serves the API of the API document over real TLS, with its own certificate. Rejects if
 * the port is taken. Rejects with RangeError for an address that is not loopback.
 */
export async function createDemoPanel(options: DemoPanelOptions = {}): Promise<DemoPanelServer> {
  const { name = 'panel.example', now = Date.now, token = `wsp_${'0123456789abcdef'.repeat(2)}` } = options
  const host = loopbackHost(options.host ?? '127.0.0.1')
  const certificates = await createCertificates(options, name, host, now)

  const { read, write, faults, tokens, answerer } = createPanelCore(options, token, now)
  const log = createRequestLog()
  const timers = createTimers(options.after ?? afterOnMachine)
  const listener = await openListener(host, options.port ?? 0, certificates.current())
  listener.server.on('request', createExchange({ faults, log, answerer, now, after: timers.after }))
  listener.server.on('secureConnection', log.countConnection)
  const origin = `https://${host.includes(':') ? `[${host}]` : host}:${listener.port}`

  const panel: Omit<DemoPanelServer, keyof PanelRows> = {
    name,
    url: origin + basePath,
    origin,
    port: listener.port,
    token,
    get certificatePem() {
      return certificates.current().certificatePem
    },
    get fingerprint256() {
      return certificates.current().fingerprint256
    },
    get requests() {
      return log.records()
    },
    get counters() {
      return log.counters()
    },
    get faults() {
      return faults.current()
    },
    ...createFaultControls(faults, certificates, listener),
    addToken: tokens.add,
    removeToken: tokens.remove,
    edit: (change) => write(change(read())),
    snapshot: () => structuredClone(read()),
    state: () => allRows(read()),
    changes: log.changes,
    clearRequests: log.clear,
    close: async () => {
      timers.cancelAll()
      await listener.stop()
    },
  }
  return withCurrentRows(panel, read)
}
