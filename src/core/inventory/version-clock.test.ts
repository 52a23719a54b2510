import { expect, test } from 'vitest'
import { createVersionClock } from './version-clock.ts'
import { keepNewer } from './slices.ts'

interface Row {
  readonly id: number
  readonly value: string
}
const traits = { idOf: (row: Row) => String(row.id) }

test('a list that was requested before a change ended leaves that row as it is, and updates the others', () => {
  const versionClock = createVersionClock()
  const listAsked = versionClock.next()
  expect(versionClock.rowReported('s', 'cron', '1', versionClock.next())).toBe(true)
  const isNewer = versionClock.listReported('s', 'cron', listAsked)
  const rows = keepNewer(
    [
      { id: 1, value: 'old' },
      { id: 2, value: 'listed' },
    ],
    () => [
      { id: 1, value: 'new' },
      { id: 2, value: 'held' },
    ],
    traits,
    isNewer,
  )
  expect(rows).toEqual([
    { id: 1, value: 'new' },
    { id: 2, value: 'listed' },
  ])
})

test('such a list neither restores a removed row nor loses a created one', () => {
  const versionClock = createVersionClock()
  const listAsked = versionClock.next()
  versionClock.rowReported('s', 'cron', '1', versionClock.next())
  versionClock.rowReported('s', 'cron', '9', versionClock.next())
  const isNewer = versionClock.listReported('s', 'cron', listAsked)
  expect(
    keepNewer(
      [
        { id: 1, value: 'removed' },
        { id: 2, value: 'b' },
      ],
      () => [
        { id: 2, value: 'b' },
        { id: 9, value: 'created' },
      ],
      traits,
      isNewer,
    ),
  ).toEqual([
    { id: 2, value: 'b' },
    { id: 9, value: 'created' },
  ])
})

test('a list is outdated once one that was requested later has come', () => {
  const versionClock = createVersionClock()
  const [first, second] = [versionClock.next(), versionClock.next()]
  expect(versionClock.isListOutdated('s', 'cron', first)).toBe(false)
  versionClock.listReported('s', 'cron', second)
  expect(versionClock.isListOutdated('s', 'cron', first)).toBe(true)
  expect(versionClock.isListOutdated('s', 'cron', second)).toBe(false)
  expect(versionClock.isListOutdated('s', 'ftp', first)).toBe(false)
})

test('a list that was requested after the change counts in full', () => {
  const versionClock = createVersionClock()
  versionClock.rowReported('s', 'ftp', 'a', versionClock.next())
  expect(versionClock.kindTouched('s', 'ftp')).toBe(true)
  expect(versionClock.listReported('s', 'ftp', versionClock.next())).toBeNull()
  expect(versionClock.kindTouched('s', 'ftp')).toBe(false)
})

test('of two reads of a row the one that was requested later counts, whichever arrives first', () => {
  const versionClock = createVersionClock()
  const [first, second] = [versionClock.next(), versionClock.next()]
  expect(versionClock.rowReported('s', 'ftp', 'a', second)).toBe(true)
  expect(versionClock.rowReported('s', 'ftp', 'a', first)).toBe(false)
  const third = versionClock.next()
  versionClock.listReported('s', 'ftp', versionClock.next())
  expect(versionClock.rowReported('s', 'ftp', 'b', third), 'asked for before the list').toBe(false)
  expect(versionClock.rowReported('other', 'ftp', 'b', third)).toBe(true)
})
