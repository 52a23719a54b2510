import { basePath, createAnswerer } from './answer.ts'
import { type CertificateOptions, createCertificate } from './certificate.ts'
import { openDoor } from './door.ts'
import { createExchange } from './exchange.ts'
import { createFaults, type FaultName, type FaultSettings, type FaultValues } from './faults.ts'
import type { RateLimit } from './rate-window.ts'
import { createRequestLog, type PanelCounters, type RequestRecord } from './request-log.ts'
import type { PanelTraits } from './route.ts'
import { type CronJobState, emptyState, type FtpAccountState, type PanelState } from './state.ts'
import { createTokens, type TokenOptions } from './tokens.ts'

export interface DemoPanelOptions {
  readonly name?: string
  /** 127.0.0.1 when left out; only loopback addresses are taken. */
  readonly host?: string
  /** 0, the default, for any free port. */
  readonly port?: number
  /** The first API key: both scopes, may write. */
  readonly token?: string
  readonly state?: PanelState
  readonly traits?: Partial<PanelTraits>
  /** 60 per 60 000 ms with windows that start when the panel starts, where left out. */
  readonly rateLimit?: Partial<RateLimit>
  readonly certificate?: CertificateOptions['kind']
  /** Milliseconds since the epoch; the machine's clock when left out. */
  readonly now?: () => number
}

/** One running stand-in panel. */
export interface DemoPanelServer {
  readonly name: string
  /** `https://127.0.0.1:PORT/api/v1`. */
  readonly url: string
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string
  readonly port: number
  readonly token: string
  /** The certificate that new connections get now. */
  readonly certificatePem: string
  /** Its SHA-256 as Node prints it: `AA:BB:…`. */
  readonly fingerprint256: string
  /** What the panel holds now, in its own words (milliseconds, camel case). */
  readonly accounts: readonly FtpAccountState[]
  readonly jobs: readonly CronJobState[]
  /** The last requests in order of arrival, without secrets. */
  readonly requests: readonly RequestRecord[]
  readonly counters: PanelCounters
  readonly faults: FaultSettings
  /**
   * Lets something go wrong from now on; null or false ends it. Resolves once it holds.
   * Rejects where a dead panel's port has been taken meanwhile.
   */
  setFault<N extends FaultName>(name: N, value: FaultValues[N] | null): Promise<void>
  /** All well again: no fault, the first certificate, listening. */
  clearFaults(): Promise<void>
  /** Issues a further token, or changes one. */
  addToken(token: string, options?: TokenOptions): void
  removeToken(token: string): void
  /** Someone else changes the panel: drift. */
  edit(change: (state: PanelState) => PanelState): void
  /** A copy of all the panel holds. */
  snapshot(): PanelState
  clearRequests(): void
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

const usualTraits: PanelTraits = {
  listCarriesAllowedIps: true,
  goStyleNulls: false,
  logShape: 'array',
  errorStyle: 'flat',
  terseReplies: false,
  uniqueJobNames: false,
  withoutIdentity: false,
  version: '1.8.2',
}

function loopbackHost(host: string): string {
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost') return host
  throw new RangeError('A stand-in panel listens on loopback only')
}

/** What a panel is apart from its sockets: its state, its keys, its faults, and its word on a request. */
function createMind(options: DemoPanelOptions, token: string, now: () => number) {
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
    answer: createAnswerer({ traits, tokens, faults, now, readState: read, writeState: write }),
  }
}

/** The certificate a panel was started with, and the one it shows now. */
async function createCertificates(options: DemoPanelOptions, name: string, host: string, now: () => number) {
  const draw = (extra: Partial<CertificateOptions>) =>
    createCertificate({ commonName: name, hosts: [host], nowMs: now(), ...extra })
  const first = await draw(options.certificate ? { kind: options.certificate } : {})
  let current = first
  return {
    current: () => current,
    isFirst: () => current === first,
    async rotate(value: FaultValues['rotatedCertificate'] | undefined): Promise<void> {
      if (value === undefined || value === false) current = first
      else
        current = await draw(
          value === true
            ? {}
            : { ...(value.sameKey ? { key: first } : {}), ...(value.expired ? { kind: 'expired' } : {}) },
        )
    },
  }
}

/** Faults that take more than being set: the certificate is changed, the door shut. */
function createFaultControls(
  faults: ReturnType<typeof createFaults>,
  certificates: Awaited<ReturnType<typeof createCertificates>>,
  door: Awaited<ReturnType<typeof openDoor>>,
): Pick<DemoPanelServer, 'setFault' | 'clearFaults'> {
  const rotate = async (value: FaultValues['rotatedCertificate'] | undefined) => {
    await certificates.rotate(value)
    door.present(certificates.current())
  }
  return {
    setFault: async (fault, value) => {
      faults.set(fault, value)
      if (fault === 'rotatedCertificate') await rotate(faults.get('rotatedCertificate'))
      if (fault === 'dead') await (faults.get('dead') ? door.shut() : door.reopen())
    },
    clearFaults: async () => {
      faults.clear()
      if (!certificates.isFirst()) await rotate(undefined)
      await door.reopen()
    },
  }
}

/**
 * Starts a stand-in panel that speaks the API document over real TLS with its own certificate.
 * Rejects where the port is taken; throws RangeError for an address beyond loopback.
 */
export async function createDemoPanel(options: DemoPanelOptions = {}): Promise<DemoPanelServer> {
  const { name = 'panel.example', now = Date.now, token = `wsp_${'0123456789abcdef'.repeat(2)}` } = options
  const host = loopbackHost(options.host ?? '127.0.0.1')
  const certificates = await createCertificates(options, name, host, now)

  const { read, write, faults, tokens, answer } = createMind(options, token, now)
  const log = createRequestLog()
  const closing = new AbortController()
  const door = await openDoor(host, options.port ?? 0, certificates.current())
  door.server.on('request', createExchange({ faults, log, now, answer, closing: closing.signal }))
  door.server.on('secureConnection', log.countConnection)
  const origin = `https://${host.includes(':') ? `[${host}]` : host}:${door.port}`

  return {
    name,
    url: origin + basePath,
    origin,
    port: door.port,
    token,
    get certificatePem() {
      return certificates.current().certificatePem
    },
    get fingerprint256() {
      return certificates.current().fingerprint256
    },
    get accounts() {
      return read().accounts
    },
    get jobs() {
      return read().jobs
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
    ...createFaultControls(faults, certificates, door),
    addToken: tokens.add,
    removeToken: tokens.remove,
    edit: (change) => write(change(read())),
    snapshot: () => structuredClone(read()),
    clearRequests: log.clear,
    close: async () => {
      closing.abort()
      await door.shut()
    },
  }
}
