import { describe, expect, it } from 'vitest'
import type { KindStatus } from '../../../shared/model/inventory.ts'
import { eachKind } from '../../test-data/each-kind.test-data.ts'
import { actionsFor, readErrors } from './status-actions.ts'

const ok = { readAtMs: 1, triedAtMs: 1, count: 1, error: null }
const failed = (code: 'net.refused' | 'panel.scope') => ({
  readAtMs: null,
  triedAtMs: 1,
  count: 0,
  error: { code, message: '' },
})
const status = {
  serverId: 's',
  health: 'ok',
  refreshing: false,
  kinds: eachKind<KindStatus>(ok),
  panel: null,
  utcOffsetMin: null,
  clockAheadMs: null,
  listHasAllowedIps: null,
} as const

describe('complaints', () => {
  it('lists equal reasons once', () => {
    expect(
      readErrors({
        ...status,
        kinds: eachKind<KindStatus>(ok, { ftp: failed('net.refused'), cron: failed('net.refused') }),
      }),
    ).toMatchObject([{ kinds: ['ftp', 'cron'] }])
  })
  it('lists two reasons separately, and no kind that works', () => {
    expect(
      readErrors({ ...status, kinds: eachKind<KindStatus>(ok, { ftp: failed('panel.scope'), cron: ok }) }),
    ).toMatchObject([{ kinds: ['ftp'], error: { code: 'panel.scope' } }])
    expect(
      readErrors({
        ...status,
        kinds: eachKind<KindStatus>(ok, { ftp: failed('panel.scope'), cron: failed('net.refused') }),
      }),
    ).toHaveLength(2)
    expect(readErrors(status)).toEqual([])
    expect(readErrors(undefined)).toEqual([])
  })
})

it('always offers an action', () => {
  expect(actionsFor('tls.changed')[0]).toBe('look-at-certificate')
  expect(actionsFor('panel.token-rejected')[0]).toBe('set-token')
  expect(actionsFor('vault.locked')[0]).toBe('open-vault')
  expect(actionsFor('net.timeout')).toEqual(['refresh', 'test'])
})
