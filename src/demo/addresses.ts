import { basePath } from './answer.ts'
import { type CertificateOptions, createCertificate, type PanelCertificate } from './certificate.ts'
import type { Faults, FaultValues } from './faults.ts'
import { type Listener, openListener } from './listener.ts'

/** One address at which a panel listens. */
export interface PanelAddress {
  /** `https://127.0.0.1:PORT/api/v1`. */
  readonly url: string
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string
  readonly port: number
  /** The certificate of new connections. */
  readonly certificatePem: string
  /** The SHA-256 of the certificate, as Node prints it: `AA:BB:…`. */
  readonly fingerprint256: string
}

export interface AddressOptions {
  /** A loopback address; others are refused. The default is 127.0.0.1. */
  readonly host?: string
  /** The port. The default is 0 for any free port. */
  readonly port?: number
}

export interface OtherAddressOptions extends AddressOptions {
  /** The certificate of the first address, or another one with the same key. The default is `same`. */
  readonly certificate?: 'same' | 'same-key'
}

interface AddressesOptions extends AddressOptions {
  readonly commonName: string
  readonly certificate?: CertificateOptions['kind']
  readonly now: () => number
  /** Answers the requests of a listener. */
  readonly serve: (listener: Listener) => void
}

function loopbackHost(host = '127.0.0.1'): string {
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost') return host
  throw new RangeError('A stand-in panel listens on loopback only')
}

interface OpenAddress {
  readonly listener: Listener
  readonly origin: string
  readonly own: PanelCertificate
}

/**
 * Opens the first address of a panel, with a certificate of its own. Rejects if the port is taken. Rejects with
 * RangeError for an address that is not loopback.
 */
export async function openAddresses({ commonName, now, serve, ...options }: AddressesOptions) {
  const all: OpenAddress[] = []
  let rotated: PanelCertificate | null = null
  const newCertificate = (host: string, extra: Partial<CertificateOptions> = {}) =>
    createCertificate({ commonName, hosts: [host], nowMs: now(), ...extra })

  const open = async (host: string, port: number, own: PanelCertificate): Promise<OpenAddress> => {
    const listener = await openListener(host, port, rotated ?? own)
    serve(listener)
    const origin = `https://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
    const address = { listener, origin, own }
    all.push(address)
    return address
  }
  const describe = ({ listener, origin, own }: OpenAddress): PanelAddress => ({
    url: origin + basePath,
    origin,
    port: listener.port,
    get certificatePem() {
      return (rotated ?? own).certificatePem
    },
    get fingerprint256() {
      return (rotated ?? own).fingerprint256
    },
  })

  const firstHost = loopbackHost(options.host)
  const kind = options.certificate ? { kind: options.certificate } : {}
  const first = await open(firstHost, options.port ?? 0, await newCertificate(firstHost, kind))

  const rotate = async (value: FaultValues['rotatedCertificate'] = false): Promise<void> => {
    const { sameKey = false, expired = false } = typeof value === 'object' ? value : {}
    const extra = { ...(sameKey ? { key: first.own } : {}), ...(expired ? { kind: 'expired' as const } : {}) }
    rotated = value === false ? null : await newCertificate(firstHost, extra)
    for (const { listener, own } of all) listener.setCertificate(rotated ?? own)
  }
  const onAll = async (act: (listener: Listener) => Promise<void>) => {
    await Promise.all(all.map(({ listener }) => act(listener)))
  }
  return {
    first: describe(first),
    isRotated: () => rotated !== null,
    rotate,
    stop: () => onAll((listener) => listener.stop()),
    restart: () => onAll((listener) => listener.restart()),
    /** Opens one more address. Rejects as the first one does. */
    openAnother: async ({ host, port = 0, certificate = 'same' }: OtherAddressOptions = {}) => {
      const name = loopbackHost(host)
      const own = certificate === 'same' ? first.own : await newCertificate(name, { key: first.own })
      return describe(await open(name, port, own))
    },
  }
}

type Addresses = Awaited<ReturnType<typeof openAddresses>>

export interface FaultControls {
  /**
   * Sets a fault; null or false ends it. Resolves when the fault is in effect. Rejects if the port of a dead panel has
   * been taken when the panel is to listen again.
   */
  setFault<N extends keyof FaultValues>(name: N, value: FaultValues[N] | null): Promise<void>
  /** Ends all faults: the panel has its first certificate and listens. */
  clearFaults(): Promise<void>
}

/** Creates the functions that set faults. Two faults need an action too: changing the certificate, closing the port. */
export const createFaultControls = (faults: Faults, addresses: Addresses): FaultControls => ({
  setFault: async (fault, value) => {
    faults.set(fault, value)
    if (fault === 'rotatedCertificate') await addresses.rotate(faults.get('rotatedCertificate'))
    if (fault === 'dead') await (faults.get('dead') ? addresses.stop() : addresses.restart())
  },
  clearFaults: async () => {
    faults.clear()
    if (addresses.isRotated()) await addresses.rotate()
    await addresses.restart()
  },
})
