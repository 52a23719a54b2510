import { expect, test } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import type { Health, KindStatus } from '../../shared/model/inventory.ts'
import { health } from './health.ts'

const read: KindStatus = { readAtMs: 1, triedAtMs: 1, count: 3, error: null }
const never: KindStatus = { readAtMs: null, triedAtMs: null, count: 0, error: null }
const failed = (code: ErrorCode): KindStatus => ({ ...read, error: { code, message: '' } })

test.each<[string, KindStatus, KindStatus, Health]>([
  ['both read', read, read, 'ok'],
  ['nothing read yet', never, never, 'never-read'],
  ['one read, the other not asked for', read, never, 'ok'],
  ['no answer', failed('net.timeout'), failed('net.timeout'), 'unreachable'],
  ['FTP refused, cron works', failed('panel.scope'), read, 'scope-too-narrow'],
  ['a changed certificate outweighs all', failed('net.lost'), failed('tls.changed'), 'certificate-changed'],
  ['a rejected token outweighs an unread kind', failed('panel.token-rejected'), never, 'token-rejected'],
  ['a page of HTML', failed('panel.html'), read, 'bad-reply'],
  ['a locked vault', failed('vault.locked'), failed('vault.locked'), 'no-token'],
  ['an error nobody foresaw', failed('internal'), read, 'bad-reply'],
])('%s', (_, ftp, cron, expected) => {
  expect(health([ftp, cron])).toBe(expected)
  expect(health([cron, ftp])).toBe(expected)
})
