import { expect, test } from 'vitest'
import { serverDraft } from '../../shared/model/server.ts'
import type { StoredServer } from '../storage/types.ts'
import { newServer, panelUrl, applyPatch, toProfile } from './profile.ts'

const certificate = {
  fingerprint256: 'AA',
  keyFingerprint256: 'BB',
  subject: 'CN=x',
  issuer: 'CN=x',
  validFromMs: 0,
  validToMs: 1,
  selfSigned: true,
  trustedAtMs: 5,
  certificatePem: '-----BEGIN CERTIFICATE-----',
}
const server: StoredServer = {
  ...newServer(serverDraft.parse({ name: 'Shop', url: '192.0.2.7' }), { id: 'x', position: 0, nowMs: 0 }),
  pin: certificate,
  hasToken: true,
}

test('an address is normalised; plain http is refused until it is allowed', () => {
  expect(panelUrl(' 192.0.2.7 ', false)).toBe('https://192.0.2.7:2083/api/v1')
  expect(() => panelUrl('http://192.0.2.7', false)).toThrowError(
    expect.objectContaining({ code: 'server.http-refused' }),
  )
  expect(panelUrl('http://192.0.2.7', true)).toMatch(/^http:\/\/192\.0\.2\.7/)
  expect(() => panelUrl('', false)).toThrowError(expect.objectContaining({ code: 'server.url-invalid' }))
})

test('a new origin drops the trusted certificate; another path or name keeps it', () => {
  expect(applyPatch(server, { name: 'Shop 2' }, 9)).toMatchObject({ name: 'Shop 2', pin: certificate, updatedAtMs: 9 })
  expect(applyPatch(server, { url: '192.0.2.7:3082' }, 9).pin).toBeNull()
  expect(applyPatch(server, { url: '192.0.2.8' }, 9).pin).toBeNull()
})

test('a time zone must be one this machine knows', () => {
  expect(applyPatch(server, { timeZone: 'Asia/Ho_Chi_Minh' }, 9).timeZone).toBe('Asia/Ho_Chi_Minh')
  expect(() => applyPatch(server, { timeZone: 'Moon/Sea' }, 9)).toThrowError(
    expect.objectContaining({ code: 'input.invalid' }),
  )
})

test('the page sees that there is a token and a pin, but not their content', () => {
  const profile = toProfile(server)
  expect(profile).toMatchObject({ hasToken: true, pin: { fingerprint256: 'AA', trustedAtMs: 5 } })
  expect(JSON.stringify(profile)).not.toContain('BEGIN CERTIFICATE')
})
