import { describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import type { RetryClass } from './endpoint.ts'
import { decideRetry } from './retry.ts'

const error = (code: ErrorCode, details: Record<string, unknown> = {}) =>
  new AppError(code, 'x', { sent: true, ...details })
const decision = (retryClass: RetryClass, given: AppError, attempt = 1) =>
  decideRetry({ retryClass, attempt, error: given, random: 0 }).kind

const lost = error('net.lost')
const timedOut = error('net.timeout')
const gateway = error('panel.server-error', { status: 502 })
const page = error('panel.html', { status: 200 })
const failed = error('panel.server-error', { status: 500 })
const refused = error('net.refused', { sent: false })
const unsent = error('net.lost', { sent: false })

describe('what follows a failed attempt', () => {
  it.each(['read', 'set', 'remove'] as const)(
    'repeats a %s after a passing fault, three attempts in all',
    (retryClass) => {
      for (const passing of [
        lost,
        unsent,
        gateway,
        page,
        error('panel.server-error', { status: 503 }),
        error('net.dns', { reason: 'temporary', sent: false }),
      ]) {
        expect([1, 2, 3].map((attempt) => decision(retryClass, passing, attempt))).toEqual(['again', 'again', 'fail'])
      }
      // Each attempt on a silent panel costs a whole time limit, so there is only one more attempt.
      expect([1, 2].map((attempt) => decision(retryClass, timedOut, attempt))).toEqual(['again', 'fail'])
    },
  )

  it.each(['create', 'flip'] as const)('never repeats a %s', (retryClass) => {
    for (const doubtful of [
      lost,
      timedOut,
      gateway,
      page,
      error('panel.bad-reply', { status: 201 }),
      error('net.too-large'),
    ])
      expect(decision(retryClass, doubtful)).toBe('unknown')
    for (const certain of [
      refused,
      unsent,
      failed,
      error('panel.conflict', { status: 409 }),
      error('panel.html', { status: 400 }),
      error('tls.changed', { sent: false }),
    ]) {
      expect(decision(retryClass, certain)).toBe('fail')
    }
  })

  it('repeats nothing that the panel or this machine has decided', () => {
    for (const code of [
      'net.refused',
      'net.unreachable',
      'tls.changed',
      'tls.untrusted',
      'panel.token-rejected',
      'panel.scope',
      'panel.throttled',
      'panel.invalid',
      'panel.redirect',
      'cancelled',
      'vault.locked',
    ] as const) {
      expect(decision('read', error(code))).toBe('fail')
    }
    expect(decision('read', failed)).toBe('fail')
    expect(decision('read', error('net.dns'))).toBe('fail')
  })

  it('takes a missing row as the success of a DELETE, from the second attempt on', () => {
    const gone = error('panel.not-found', { status: 404 })
    expect([decision('remove', gone, 1), decision('remove', gone, 2)]).toEqual(['fail', 'done'])
    expect([decision('set', gone, 2), decision('read', gone, 2)]).toEqual(['fail', 'fail'])
    expect(decision('remove', error('panel.wrong-path', { status: 404 }), 2)).toBe('fail')
  })

  it('repeats a read that was cut, but not one with another shape', () => {
    expect(decision('read', error('panel.bad-reply', { reason: 'not-json', status: 200 }))).toBe('again')
    expect(decision('read', error('panel.bad-reply', { reason: 'unexpected-shape', status: 200 }))).toBe('fail')
  })

  it('repeats nothing after a timeout if the caller waits only once, and other failures as usual', () => {
    const decide = (failure: typeof lost) =>
      decideRetry({ retryClass: 'read', attempt: 1, error: failure, random: 0, oneTimeout: true }).kind
    expect([decide(error('net.timeout', { sent: true })), decide(lost)]).toEqual(['fail', 'again'])
    expect(decision('read', error('net.timeout', { sent: true }))).toBe('again')
  })

  it('waits longer each time, with jitter, and as long as the panel asks within reason', () => {
    const delay = (attempt: number, random: number, given = lost) =>
      decideRetry({ retryClass: 'read', attempt, error: given, random })
    expect(delay(1, 0)).toEqual({ kind: 'again', delayMs: 500 })
    expect(delay(1, 0.5)).toEqual({ kind: 'again', delayMs: 375 })
    expect(delay(2, 0)).toEqual({ kind: 'again', delayMs: 1000 })
    expect(delay(1, 0, error('panel.server-error', { status: 503, retryAfterMs: 5000 }))).toEqual({
      kind: 'again',
      delayMs: 5000,
    })
    expect(delay(1, 0, error('panel.server-error', { status: 503, retryAfterMs: 3_600_000 }))).toEqual({
      kind: 'again',
      delayMs: 30_000,
    })
  })
})
