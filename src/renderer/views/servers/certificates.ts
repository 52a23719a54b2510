import type { ErrorValue } from '../../../shared/errors.ts'
import type { CertificateInfo, PinInfo } from '../../../shared/model/server.ts'

/** The facts that both a trusted certificate and a presented one have. */
export type CertificateFacts = Omit<CertificateInfo, 'systemTrusted'>

/** How long before its end a certificate counts as about to expire: the time at which it is commonly renewed. */
const soonMs = 30 * 86_400_000

type Validity = 'not-yet' | 'valid' | 'soon' | 'expired'

export function validity(certificate: Pick<CertificateFacts, 'validFromMs' | 'validToMs'>, nowMs: number): Validity {
  if (nowMs < certificate.validFromMs) return 'not-yet'
  if (nowMs > certificate.validToMs) return 'expired'
  return certificate.validToMs - nowMs < soonMs ? 'soon' : 'valid'
}

/**
 * How a changed certificate relates to the trusted one.
 * `same-key`: renewed with the trusted key. `after-end`: the old certificate had expired or was about to, as with a
 * renewal. `early`: another key long before the old certificate ended, as after a reinstall, or with somebody in
 * between.
 */
type CertificateChange = 'same-key' | 'after-end' | 'early'

export function classifyChange(
  trusted: CertificateFacts,
  presented: CertificateFacts,
  nowMs: number,
): CertificateChange {
  if (trusted.keyFingerprint256 !== '' && trusted.keyFingerprint256 === presented.keyFingerprint256) return 'same-key'
  const state = validity(trusted, nowMs)
  return state === 'expired' || state === 'soon' ? 'after-end' : 'early'
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Returns the certificate that a `tls.untrusted` or `tls.changed` error carries; null if it carries none. */
export function certificateIn(error: ErrorValue | null | undefined): CertificateInfo | null {
  const found = error?.details?.['certificate']
  if (!isRecord(found)) return null
  const texts = ['fingerprint256', 'keyFingerprint256', 'subject', 'issuer'].every(
    (key) => typeof found[key] === 'string',
  )
  const times = ['validFromMs', 'validToMs'].every((key) => typeof found[key] === 'number')
  if (!texts || !times) return null
  const { fingerprint256, keyFingerprint256, subject, issuer, validFromMs, validToMs } =
    found as unknown as CertificateInfo
  return {
    fingerprint256,
    keyFingerprint256,
    subject,
    issuer,
    validFromMs,
    validToMs,
    selfSigned: found['selfSigned'] === true,
    systemTrusted: found['systemTrusted'] === true,
  }
}

/** A certificate that a server has shown according to one source, and when it was shown. */
interface PresentedCertificate {
  readonly certificate: CertificateInfo | null
  readonly atMs: number | null
}

/** Returns the certificate that was shown last. Sources without a certificate or a time are ignored. */
export function lastPresented(sources: readonly PresentedCertificate[]): CertificateInfo | null {
  const known = sources.filter((source) => source.certificate !== null && source.atMs !== null)
  return known.sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0))[0]?.certificate ?? null
}

/** Splits a fingerprint into four lines of eight bytes, to be compared by eye. */
export function fingerprintLines(fingerprint256: string): readonly string[] {
  const bytes = fingerprint256.split(':')
  return [0, 8, 16, 24].map((start) => bytes.slice(start, start + 8).join(':'))
}

/** Returns the pin without the time at which it was trusted, to be shown beside a presented certificate. */
export function factsOf(pin: PinInfo): CertificateFacts {
  const { trustedAtMs: _, ...facts } = pin
  return facts
}

/** Returns only the common name if a subject or issuer contains nothing else, as in self-made certificates. */
export function plainName(distinguishedName: string): string {
  return /^CN=([^,=]+)$/.exec(distinguishedName)?.[1] ?? distinguishedName
}
