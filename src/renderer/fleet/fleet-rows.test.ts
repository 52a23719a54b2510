import { eachKind } from '../test-data/each-kind.test-data.ts'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import type { KindStatus, ServerStatus } from '../../shared/model/inventory.ts'
import { aServer } from '../test-data/a-server.test-data.ts'
import { rowsState, summaryParts } from './fleet-rows.ts'

const minute = 60_000
const at = { nowMs: 1_000 * minute, staleAfterMin: 60 }
const cached = { count: 3, total: 3 }

function status(ftpReadAtMs: number | null, code: ErrorCode | null = null): ServerStatus {
  const error = code === null ? null : { code, message: '' }
  const broken = { readAtMs: null, triedAtMs: 0, count: 0, error: { code: 'net.dns', message: '' } } as const
  return {
    serverId: 's',
    health: 'unreachable',
    refreshing: false,
    kinds: eachKind<KindStatus>(broken, { ftp: { readAtMs: ftpReadAtMs, triedAtMs: 0, count: 3, error } }),
    panel: null,
    utcOffsetMin: null,
    clockAheadMs: null,
    listHasAllowedIps: null,
  }
}
const kindOf = (...args: Parameters<typeof status>) =>
  rowsState(aServer({ hasToken: true }), 'ftp', status(...args), cached, at).kind

describe('rowsState', () => {
  it('depends on its own kind only, whatever happened to the other kind', () => {
    expect(kindOf(at.nowMs - minute)).toBe('ok')
    expect(kindOf(at.nowMs - 61 * minute)).toBe('stale')
    expect(kindOf(null)).toBe('never-read')
  })

  it.each([
    ['net.timeout', 'unreachable'],
    ['tls.changed', 'certificate-changed'],
    ['vault.missing', 'no-token'],
    ['vault.locked', 'vault-locked'],
    ['panel.scope', 'scope-too-narrow'],
    ['panel.html', 'bad-reply'],
  ] as const)('says of %s: %s', (code, kind) => {
    expect(kindOf(at.nowMs, code)).toBe(kind)
  })

  it('says that a server without a token has none, before anything was read', () => {
    expect(rowsState(aServer({ hasToken: false }), 'ftp', undefined, { count: 0, total: null }, at).kind).toBe(
      'no-token',
    )
  })
})

describe('summaryParts', () => {
  it('counts the current servers first and names the oldest rows of each group', () => {
    const states = [at.nowMs - 90 * minute, at.nowMs, at.nowMs - 200 * minute].map((read) =>
      rowsState(aServer({ hasToken: true }), 'ftp', status(read), cached, at),
    )
    expect(summaryParts(states)).toEqual([
      { kind: 'ok', count: 1, oldestReadAtMs: at.nowMs },
      { kind: 'stale', count: 2, oldestReadAtMs: at.nowMs - 200 * minute },
    ])
  })
})
