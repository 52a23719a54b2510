import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { generate } from 'selfsigned'

const dayMs = 86_400_000

export interface PanelCertificate {
  readonly privateKeyPem: string
  readonly publicKeyPem: string
  readonly certificatePem: string
  /** SHA-256 of the certificate, as Node prints it: `AA:BB:…`. */
  readonly fingerprint256: string
}

export interface CertificateOptions {
  readonly commonName: string
  /** Addresses and names in addition to 127.0.0.1 and localhost. */
  readonly hosts?: readonly string[]
  /**
   * `private-ca`: issued by an authority that no client knows, and sent without that authority's certificate.
   * `expired`: self-signed and expired since yesterday.
   */
  readonly kind?: 'self-signed' | 'private-ca' | 'expired'
  /** A key to reuse. Without it a new one is generated. */
  readonly key?: Pick<PanelCertificate, 'privateKeyPem' | 'publicKeyPem'>
  readonly nowMs: number
}

async function authority() {
  const made = await generate([{ name: 'commonName', value: 'Stand-in Authority' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { key: made.private, cert: made.cert }
}

/**
 * Generates an EC P-256 certificate for 127.0.0.1, localhost and the other hosts. It is valid from the day before
 * `nowMs`, unless it is to be expired.
 */
export async function createCertificate(options: CertificateOptions): Promise<PanelCertificate> {
  const { key, nowMs } = options
  const hosts = [...new Set(['127.0.0.1', 'localhost', ...(options.hosts ?? [])])]
  const made = await generate([{ name: 'commonName', value: options.commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - (options.kind === 'expired' ? 366 : 1) * dayMs),
    notAfterDate: new Date(nowMs + (options.kind === 'expired' ? -1 : 365) * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
    ...(key ? { keyPair: { privateKey: key.privateKeyPem, publicKey: key.publicKeyPem } } : {}),
    ...(options.kind === 'private-ca' ? { ca: await authority() } : {}),
  })
  return {
    privateKeyPem: made.private,
    publicKeyPem: made.public,
    certificatePem: made.cert,
    fingerprint256: new X509Certificate(made.cert).fingerprint256,
  }
}
