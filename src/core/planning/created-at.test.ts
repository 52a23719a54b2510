import { expect, test } from 'vitest'
import { isClearlyNewer, isClearlyOlder, isMadeSince } from './created-at.ts'

const atMs = Date.parse('2026-03-01T12:00:00Z')
const exact = { loMs: 0, hiMs: 0 }
const behind = { loMs: -300_400, hiMs: -299_300 }

test.each([
  ['2026-03-01T12:00:00Z', exact, { isOlder: false, isSince: true, isNewer: false }],
  ['2026-03-01T11:59:59Z', exact, { isOlder: true, isSince: false, isNewer: false }],
  ['2026-03-01T12:00:01Z', exact, { isOlder: false, isSince: true, isNewer: true }],
  ['2026-03-01T11:55:00Z', behind, { isOlder: false, isSince: true, isNewer: false }],
  ['2026-03-01T11:54:58Z', behind, { isOlder: true, isSince: false, isNewer: false }],
  ['2026-03-01T11:59:00Z', null, { isOlder: false, isSince: false, isNewer: false }],
  ['2026-03-01T11:57:00Z', null, { isOlder: true, isSince: false, isNewer: false }],
  ['2026-03-01T12:03:00Z', null, { isOlder: false, isSince: false, isNewer: true }],
  ['2026-03-01T18:00:00', exact, { isOlder: false, isSince: false, isNewer: false }],
  [null, exact, { isOlder: false, isSince: false, isNewer: false }],
])('a row created %s by a clock that is off by %o', (createdAt, clock, { isOlder, isSince, isNewer }) => {
  const row = { createdAt }
  expect([isClearlyOlder(row, atMs, clock), isMadeSince(row, atMs, clock), isClearlyNewer(row, atMs, clock)]).toEqual([
    isOlder,
    isSince,
    isNewer,
  ])
})
