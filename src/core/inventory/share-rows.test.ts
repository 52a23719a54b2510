import { expect, test } from 'vitest'
import type { Slice } from '../../shared/model/inventory.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import { ftpRow } from '../bulk/plan/fixtures.ts'
import { createRowSharing, type RowNews } from './share-rows.ts'
import { createVersionClock } from './version-clock.ts'

interface Other {
  readonly url?: string
  readonly rows?: readonly FtpAccount[]
  readonly username?: string
  readonly error?: { readonly code: string }
  readonly readAtMs?: number | null
}

const [a, b] = [ftpRow('a'), ftpRow('b')]
const own = { serverId: 'one', kind: 'ftp', rows: [a, b], readAtMs: 1, total: 2 } as const satisfies Slice

/** Shares news of server `one` with a server that may lead to the same panel; returns the rows of that one. */
function shared(news: RowNews, { url = 'https://one:2083', rows = [a], readAtMs = 1, ...other }: Other, askedAt = 1) {
  let slice: Slice = { serverId: 'other', kind: 'ftp', rows: [...rows], readAtMs, total: rows.length }
  const versionClock = createVersionClock()
  versionClock.listReported('other', 'ftp', 1)
  const urls: Readonly<Record<string, string>> = { one: 'https://one:2083', other: url }
  const share = createRowSharing({
    storage: { servers: { list: () => [{ id: 'one' }, { id: 'other' }], get: (id: string) => ({ url: urls[id] }) } },
    connections: { panelOf: () => 'one' },
    slices: { get: () => slice, put: (told: Slice) => (slice = told) },
    board: {
      status: () => ({ panel: { username: other.username ?? null }, kinds: { ftp: { error: other.error ?? null } } }),
    },
    versionClock,
  } as unknown as Parameters<typeof createRowSharing>[0])
  share(own, news, askedAt)
  expect(slice.total).toBe(slice.rows.length)
  return slice.rows
}

const row = (told: FtpAccount): RowNews => ({ rows: [told], gone: [] })
const changed = { ...a, quotaMb: 77 }
const another = 'https://another:2083'

test.each<readonly [string, RowNews, Other, readonly FtpAccount[]]>([
  ['a row that both have', row(changed), {}, [changed]],
  ['a new row of an owner whose rows are seen', row(b), {}, [a, b]],
  ['a new row of the user of the token', row(b), { rows: [], username: 'admin' }, [b]],
  ['a row that is gone', { rows: [], gone: [a.username] }, {}, []],
  ['what a whole list lacks', { rows: [b], gone: 'all-others' }, {}, [b]],
  ['a row, if two addresses have a row in common', row(b), { url: another }, [a, b]],
  ['addresses that its own reading has shown', row({ ...a, allowedIps: null }), { rows: [a] }, [a]],
])('another server of the panel takes over %s', (_, news, other, rows) => {
  expect(shared(news, other)).toEqual(rows)
})

const strange = ftpRow('a', { owner: 'lotus' })
test.each<readonly [string, RowNews, Other]>([
  ['a new row of another owner', row(b), { rows: [strange] }],
  ['that a row of an owner is gone whom the token does not see', { rows: [], gone: [a.username] }, { rows: [strange] }],
  ['anything, if its list was never read', row(changed), { readAtMs: null }],
  ['anything, if its list could not be read', row(changed), { error: { code: 'panel.scope' } }],
  [
    'anything, if two addresses have only names in common',
    row(changed),
    { url: another, rows: [{ ...a, createdAt: '2025-05-05T05:05:05Z' }] },
  ],
])('another server does not take over %s', (_, news, other) => {
  expect(shared(news, other)).toEqual(other.rows ?? [a])
})

test('another server does not take over what was asked for before its own list', () => {
  expect(shared(row(changed), {}, 0)).toEqual([a])
})
