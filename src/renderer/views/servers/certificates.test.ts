import { describe, expect, it } from 'vitest'
import {
  certificateIn,
  classifyChange,
  fingerprintLines,
  lastPresented,
  plainName,
  validity,
  type CertificateFacts,
} from './certificates.ts'

const day = 86_400_000
const nowMs = 1_000 * day
const certificate = (patch: Partial<CertificateFacts> = {}): CertificateFacts => ({
  fingerprint256: 'AA',
  keyFingerprint256: 'K1',
  subject: 'CN=panel',
  issuer: 'CN=panel',
  validFromMs: nowMs - 100 * day,
  validToMs: nowMs + 200 * day,
  selfSigned: true,
  ...patch,
})

it('tells the four states of validity', () => {
  expect(validity(certificate(), nowMs)).toBe('valid')
  expect(validity(certificate({ validToMs: nowMs + 29 * day }), nowMs)).toBe('soon')
  expect(validity(certificate({ validToMs: nowMs - 1 }), nowMs)).toBe('expired')
  expect(validity(certificate({ validFromMs: nowMs + 1 }), nowMs)).toBe('not-yet')
})

describe('classifyChange', () => {
  it('compares the keys before the dates', () =>
    expect(classifyChange(certificate(), certificate({ fingerprint256: 'BB' }), nowMs)).toBe('same-key'))
  it('recognises a renewal near the end of the old certificate, and none before', () => {
    const met = certificate({ fingerprint256: 'BB', keyFingerprint256: 'K2' })
    expect(classifyChange(certificate({ validToMs: nowMs - 1 }), met, nowMs)).toBe('after-end')
    expect(classifyChange(certificate({ validToMs: nowMs + 5 * day }), met, nowMs)).toBe('after-end')
    expect(classifyChange(certificate(), met, nowMs)).toBe('early')
  })
  it('does not treat two unknown keys as a match', () => {
    const unknown = certificate({ keyFingerprint256: '' })
    expect(classifyChange(unknown, unknown, nowMs)).toBe('early')
  })
})

describe('certificateIn', () => {
  it('reads a whole certificate from an error and rejects an incomplete one', () => {
    const whole = { ...certificate(), systemTrusted: false }
    expect(certificateIn({ code: 'tls.changed', message: '', details: { certificate: whole } })).toEqual(whole)
    expect(
      certificateIn({ code: 'tls.changed', message: '', details: { certificate: { ...whole, validToMs: 'x' } } }),
    ).toBeNull()
    expect(certificateIn({ code: 'tls.changed', message: '' })).toBeNull()
    expect(certificateIn(null)).toBeNull()
  })
})

it('splits a fingerprint into lines', () => {
  const pairs = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0').toUpperCase())
  expect(fingerprintLines(pairs.join(':'))).toEqual(
    [0, 8, 16, 24].map((start) => pairs.slice(start, start + 8).join(':')),
  )
})

it('uses the certificate that was seen last', () => {
  const [older, newer] = [
    { ...certificate(), systemTrusted: false },
    { ...certificate({ fingerprint256: 'BB' }), systemTrusted: false },
  ]
  expect(
    lastPresented([
      { certificate: older, atMs: 5 },
      { certificate: newer, atMs: 9 },
      { certificate: null, atMs: 20 },
    ]),
  ).toBe(newer)
  expect(
    lastPresented([
      { certificate: newer, atMs: null },
      { certificate: null, atMs: 1 },
    ]),
  ).toBeNull()
})

it('prints a single common name without its label, and all of a longer name', () => {
  expect(plainName('CN=panel.example.com')).toBe('panel.example.com')
  expect(plainName('C=VN, O=Lotus, CN=panel')).toBe('C=VN, O=Lotus, CN=panel')
})
