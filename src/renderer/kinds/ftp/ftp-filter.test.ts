import { describe, expect, it } from 'vitest'
import type { FtpRow } from './account-rows.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import { anIpSet } from '../../test-data/an-ip-set.test-data.ts'
import { setQuery } from './set-uses.ts'
import { checkQuery } from '../../table/query.ts'
import { ftpFields, ftpGuide, meetsIp } from './ftp-filter.ts'

describe('meetsIp', () => {
  it.each<[readonly string[] | null, string, boolean]>([
    [['203.0.113.0/24'], '203.0.113.7', true],
    [['203.0.113.0/24'], '203.0.114.7', false],
    [['203.0.113.0/24'], '203.0.113.0/28', true],
    [['203.0.113.0/28'], '203.0.113.0/24', false],
    [['2001:db8::/48'], '2001:db8::1', true],
    [['203.0.113.0/24'], '203.0', true],
    [['198.51.100.1'], '203.0', false],
    [[], 'any', true],
    [['0.0.0.0/0'], 'any', false],
    [[], '203.0.113.7', false],
    [null, 'unknown', true],
    [null, 'any', false],
    [null, '203.0.113.7', false],
    [[], 'unknown', false],
  ])('%j, ip:%s: %s', (ips, value, expected) => {
    expect(meetsIp(ips, value)).toBe(expected)
  })
})

describe('ftpFields', () => {
  const fields = ftpFields([
    anIpSet('Văn phòng', ['203.0.113.7/32', '198.51.100.0/28']),
    anIpSet('A "quoted", name', ['10.8.0.0/24']),
  ])
  const row = (allowedIps: readonly string[] | null, enabled = true): FtpRow => ({
    key: 'k',
    server: aServer(),
    account: anAccount({ allowedIps: allowedIps === null ? null : [...allowedIps], enabled }),
  })

  it('checks each list again if the address in the filter changes', () => {
    expect(fields['ip']?.(row(['203.0.113.7']), '203.0.113.7')).toBe(true)
    expect(fields['ip']?.(row(['203.0.113.7']), '203.0.113.8')).toBe(false)
    expect(fields['ip']?.(row(null), '203.0.113.7')).toBe(false)
    expect(fields['ip']?.(row([]), 'any')).toBe(true)
  })

  it('finds the accounts that use a set, by the set’s whole name', () => {
    const both = ['198.51.100.0/24', '203.0.113.7']
    expect(fields['set']?.(row(both), 'văn phòng')).toBe(true)
    expect(fields['set']?.(row(both), 'văn')).toBe(false)
    expect(fields['set']?.(row(['203.0.113.7']), 'văn phòng')).toBe(false)
    expect(fields['set']?.(row([]), 'văn phòng')).toBe(false)
    expect(fields['set']?.(row(null), 'văn phòng')).toBe(false)
  })

  it('says that a set is unknown, and finds one whatever characters its name has', () => {
    const sets = [anIpSet('A "quoted", name', ['10.8.0.0/24'])]
    const guide = ftpGuide({ servers: [], tags: [], folders: [] }, () => sets)
    expect(checkQuery('set:Office', guide).errors).toMatchObject([{ code: 'bad-value', word: 'Office', hint: 'set' }])
    const { terms, errors } = checkQuery(setQuery('A "quoted", name'), guide)
    expect(errors).toEqual([])
    expect(fields['set']?.(row(['10.0.0.0/8']), terms[0]?.value ?? '')).toBe(true)
  })

  it('accepts yes and no for enabled', () => {
    expect(fields['enabled']?.(row([], true), 'yes')).toBe(true)
    expect(fields['enabled']?.(row([], true), 'no')).toBe(false)
    expect(fields['enabled']?.(row([], false), 'false')).toBe(true)
    expect(fields['enabled']?.(row([], true), '=yes')).toBe(true)
    expect(fields['enabled']?.(row([], false), '=yes')).toBe(false)
    expect(fields['enabled']?.(row([], true), 'maybe')).toBe(false)
    expect(fields['enabled']?.(row([], false), 'maybe')).toBe(false)
    expect(fields['access']?.(row([]), 'read-w')).toBe(true)
  })
})
