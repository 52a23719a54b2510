import type { ErrorValue } from '../../../shared/errors.ts'
import type { CertificateInfo, PinInfo } from '../../../shared/model/server.ts'

/** The facts that a trusted certificate and one just met have in common. */
export type CertificateFacts = Omit<CertificateInfo, 'systemTrusted'>

/** How long before its end a certificate is called "about to expire": what common renewals keep to. */
const soonMs = 30 * 86_400_000

export type Validity = 'not-yet' | 'valid' | 'soon' | 'expired'

export function validity(certificate: Pick<CertificateFacts, 'validFromMs' | 'validToMs'>, nowMs: number): Validity {
  if (nowMs < certificate.validFromMs) return 'not-yet'
  if (nowMs > certificate.validToMs) return 'expired'
  return certificate.validToMs - nowMs < soonMs ? 'soon' : 'valid'
}

/**
 * What a change of certificate looks like.
 * `same-key`: renewed, the key is the one that was trusted. `after-end`: the old one was (nearly) over, as renewals
 * are. `early`: another key long before the old one ended, as after a reinstall, and as somebody in between would have
 * it.
 */
export type CertificateChange = 'same-key' | 'after-end' | 'early'

export function classifyChange(trusted: CertificateFacts, met: CertificateFacts, nowMs: number): CertificateChange {
  if (trusted.keyFingerprint256 !== '' && trusted.keyFingerprint256 === met.keyFingerprint256) return 'same-key'
  const state = validity(trusted, nowMs)
  return state === 'expired' || state === 'soon' ? 'after-end' : 'early'
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The certificate that a `tls.untrusted` or `tls.changed` error carries, or null where it carries none. */
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

/** One source of what a server showed, and when that was. */
export interface Meeting {
  readonly certificate: CertificateInfo | null
  readonly atMs: number | null
}

/** The certificate that was met last; sources that know none or not when do not count. */
export function lastMet(meetings: readonly Meeting[]): CertificateInfo | null {
  const known = meetings.filter((meeting) => meeting.certificate !== null && meeting.atMs !== null)
  return known.sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0))[0]?.certificate ?? null
}

/** A fingerprint in lines of so many pairs: what a person compares by eye. */
export function fingerprintLines(fingerprint256: string, pairsInLine = 16): readonly string[] {
  const pairs = fingerprint256.split(':')
  return Array.from({ length: Math.ceil(pairs.length / pairsInLine) }, (_, line) =>
    pairs.slice(line * pairsInLine, (line + 1) * pairsInLine).join(':'),
  )
}

/** The pin without the moment it was trusted, to be shown beside a certificate just met. */
export function factsOf(pin: PinInfo): CertificateFacts {
  const { trustedAtMs: _, ...facts } = pin
  return facts
}

/** The common name alone where a subject or issuer says nothing else, as self-made certificates do. */
export function plainName(distinguishedName: string): string {
  return /^CN=([^,=]+)$/.exec(distinguishedName)?.[1] ?? distinguishedName
}
