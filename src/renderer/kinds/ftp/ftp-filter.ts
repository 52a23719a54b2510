import { contains, parseAddress, parseEntry } from '../../../shared/ip/index.ts'
import { ipSetNameKey } from '../../../shared/ip-sets.ts'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import { ownerAndDomain } from '../shared-columns.ts'
import type { FtpRow } from './account-rows.ts'
import type { FieldTest, FieldTests } from '../../table/filter.ts'
import type { FilterGuide } from '../../table/query.ts'
import { begins, type ServerWords, isSaid, serverFields, serverGuide, yesOrNo } from '../../table/server-fields.ts'
import { createUsesOf } from './set-uses.ts'

type Ips = readonly string[] | null

/**
 * Whether a list matches the value of `ip:`. `any` matches an empty list, and `unknown` a list that was not read. An
 * address or a network matches a list with an entry that contains all of it. Any other text, for example half an
 * address, matches an entry that contains this text.
 */
export function meetsIp(ips: Ips, value: string): boolean {
  if (value === 'unknown') return ips === null
  if (ips === null) return false
  if (value === 'any') return ips.length === 0
  return isAddressOrNetwork(value)
    ? ips.some((entry) => contains(entry, value))
    : ips.some((entry) => entry.toLowerCase().includes(value))
}

/** False for a half-typed value such as `10.1`: it is no address, so it is searched as text. */
function isAddressOrNetwork(value: string): boolean {
  return parseAddress(value).ok || (value.includes('/') && parseEntry(value).ok)
}

/**
 * Returns the test of `ip:`. It caches the answers for the last value, because many rows share a list and a filter
 * tests every row.
 */
function ipTest(): FieldTest<FtpRow> {
  let lastValue = ''
  let answers = new Map<string, boolean>()
  return ({ account: { allowedIps } }, value) => {
    if (allowedIps === null || value === 'any' || value === 'unknown') return meetsIp(allowedIps, value)
    if (value !== lastValue) [lastValue, answers] = [value, new Map()]
    const list = allowedIps.join(' ')
    const known = answers.get(list)
    if (known !== undefined) return known
    const answer = meetsIp(allowedIps, value)
    answers.set(list, answer)
    return answer
  }
}

/**
 * Returns the key that compares a set's name with the value of `set:`. Quotes are left out, because they are the
 * filter's syntax. So is a leading `=`, which `set:` accepts as `server:` does, and which means nothing here.
 */
const setKey = (name: string) => ipSetNameKey(name.replaceAll('"', '').replace(/^=/, ''))

/** Returns the test of `set:`: a list matches if it holds every address of the set whose name has the same `setKey`. */
function setTest(sets: readonly IpSet[]): FieldTest<FtpRow> {
  const usesOf = createUsesOf(sets)
  const byKey = new Map(sets.map((set) => [setKey(set.name), set]))
  return ({ account: { allowedIps } }, value) => {
    const set = byKey.get(setKey(value))
    return set !== undefined && allowedIps !== null && usesOf(allowedIps).includes(set)
  }
}

/** The values that the filter over FTP accounts suggests, and which values are valid. */
export function ftpGuide(serversStore: ServerWords, sets: () => readonly IpSet[]): FilterGuide {
  return {
    ...serverGuide(serversStore),
    ip: {
      values: () => ['any', 'unknown'],
      isGood: (value) => !value.includes('/') || parseEntry(value).ok || value.endsWith('/'),
    },
    set: {
      values: () => sets().map(({ name }) => name.replaceAll('"', '')),
      isGood: (value) => sets().some(({ name }) => setKey(name) === setKey(value)),
    },
    enabled: yesOrNo,
    access: {
      values: () => ['read-only', 'read-write'],
      isGood: (value) => ['read-only', 'read-write'].some((name) => begins(name, value)),
    },
    domain: {},
    owner: {},
  }
}

/** The fields of the filter over FTP accounts. `set:` compares with the given IP sets. */
export function ftpFields(sets: readonly IpSet[]): FieldTests<FtpRow> {
  return {
    ...serverFields<FtpRow>(),
    ip: ipTest(),
    set: setTest(sets),
    enabled: ({ account }, value) => isSaid(value, account.enabled),
    access: ({ account }, value) => begins(account.readOnly ? 'read-only' : 'read-write', value),
    ...ownerAndDomain<FtpRow>(({ account }) => account).fields,
  }
}
