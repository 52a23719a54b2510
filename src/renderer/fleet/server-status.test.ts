import { eachKind } from '../test-data/each-kind.test-data.ts'
import { describe, expect, it } from 'vitest'
import type { KindStatus, ServerStatus } from '../../shared/model/inventory.ts'
import { age, ageText, serverState, summarise } from './server-status.ts'

const nowMs = 1_000_000_000
const at = { nowMs, staleAfterMin: 60 }
const read = (minutesAgo: number): KindStatus => ({
  readAtMs: nowMs - minutesAgo * 60_000,
  triedAtMs: nowMs,
  count: 3,
  error: null,
})
const never: KindStatus = { readAtMs: null, triedAtMs: null, count: 0, error: null }
const status = (patch: Partial<ServerStatus>): ServerStatus => ({
  serverId: 'a',
  health: 'ok',
  refreshing: false,
  kinds: eachKind(read(1), { ftp: read(1), cron: read(1) }),
  panel: null,
  utcOffsetMin: null,
  clockAheadMs: null,
  listHasAllowedIps: null,
  ...patch,
})
const server = { hasToken: true }

describe('serverState', () => {
  it('is stale by its oldest rows, and only past the limit', () => {
    expect(
      serverState(server, status({ kinds: eachKind(read(1), { ftp: read(1), cron: read(60) }) }), at),
    ).toMatchObject({
      kind: 'ok',
      stale: false,
    })
    expect(
      serverState(server, status({ kinds: eachKind(read(1), { ftp: read(1), cron: read(61) }) }), at),
    ).toMatchObject({
      kind: 'stale',
      tone: 'warn',
      readAtMs: nowMs - 61 * 60_000,
    })
  })

  it('names a failure before the age, and still says that the rows are old', () => {
    expect(
      serverState(
        server,
        status({ health: 'unreachable', kinds: eachKind(read(1), { ftp: read(500), cron: read(1) }) }),
        at,
      ),
    ).toMatchObject({
      kind: 'unreachable',
      stale: true,
    })
  })

  it('says "no token" of a server that has none before it was ever read', () => {
    expect(serverState({ hasToken: false }, undefined, at).kind).toBe('no-token')
    expect(serverState(server, undefined, at)).toMatchObject({ kind: 'never-read', readAtMs: null, stale: false })
  })

  it('tells a locked vault from a missing token', () => {
    const error = { code: 'vault.locked', message: '' } as const
    const locked = status({
      health: 'no-token',
      kinds: eachKind(read(1), { ftp: { ...never, error }, cron: { ...never, error } }),
    })
    expect(serverState(server, locked, at).kind).toBe('vault-locked')
    const missing = { code: 'vault.missing', message: '' } as const
    expect(
      serverState(
        server,
        status({ health: 'no-token', kinds: eachKind(read(1), { ftp: { ...never, error: missing }, cron: read(1) }) }),
        at,
      ).kind,
    ).toBe('no-token')
  })
})

describe('summarise', () => {
  it('counts current servers and lists the others by severity, with the oldest age of each', () => {
    const states = [
      serverState(server, status({}), at),
      serverState(server, status({ kinds: eachKind(read(1), { ftp: read(1), cron: read(90) }) }), at),
      serverState(server, status({ kinds: eachKind(read(1), { ftp: read(1), cron: read(200) }) }), at),
      serverState(server, status({ health: 'certificate-changed' }), at),
    ]
    expect(summarise(states)).toEqual({
      total: 4,
      current: 1,
      others: [
        { kind: 'certificate-changed', count: 1, oldestReadAtMs: nowMs - 60_000 },
        { kind: 'stale', count: 2, oldestReadAtMs: nowMs - 200 * 60_000 },
      ],
    })
  })
})

describe('age', () => {
  it('rounds down to one unit', () => {
    expect(age(59.9 * 60_000)).toEqual({ count: 59, unit: 'minute' })
    expect(age(119 * 60_000)).toEqual({ count: 1, unit: 'hour' })
    expect(age(47.9 * 3_600_000)).toEqual({ count: 47, unit: 'hour' })
    expect(age(72 * 3_600_000)).toEqual({ count: 3, unit: 'day' })
    expect(ageText(7_200_000, 'en')).toBe('2 hr')
  })
})
