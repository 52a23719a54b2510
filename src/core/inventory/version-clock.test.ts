import { expect, test } from 'vitest'
import { createVersionClock } from './version-clock.ts'
import { keepNewer } from './slices.ts'

interface Row {
  readonly id: number
  readonly value: string
}
const idOf = (row: Row) => row.id

test('a list that was requested before a change ended leaves that row as it is, and updates the others', () => {
  const order = createVersionClock()
  const listAsked = order.now()
  expect(order.rowReported('s', 'cron', 1, order.now())).toBe(true)
  const isNewer = order.listReported('s', 'cron', listAsked)
  const rows = keepNewer(
    [
      { id: 1, value: 'old' },
      { id: 2, value: 'listed' },
    ],
    () => [
      { id: 1, value: 'new' },
      { id: 2, value: 'held' },
    ],
    idOf,
    isNewer,
  )
  expect(rows).toEqual([
    { id: 1, value: 'new' },
    { id: 2, value: 'listed' },
  ])
})

test('such a list neither restores a removed row nor loses a created one', () => {
  const order = createVersionClock()
  const listAsked = order.now()
  order.rowReported('s', 'cron', 1, order.now())
  order.rowReported('s', 'cron', 9, order.now())
  const isNewer = order.listReported('s', 'cron', listAsked)
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
      idOf,
      isNewer,
    ),
  ).toEqual([
    { id: 2, value: 'b' },
    { id: 9, value: 'created' },
  ])
})

test('a list that was requested after the change counts in full', () => {
  const order = createVersionClock()
  order.rowReported('s', 'ftp', 'a', order.now())
  expect(order.touched('s', 'ftp')).toBe(true)
  expect(order.listReported('s', 'ftp', order.now())).toBeNull()
  expect(order.touched('s', 'ftp')).toBe(false)
})

test('of two reads of a row the one that was requested later counts, whichever arrives first', () => {
  const order = createVersionClock()
  const [first, second] = [order.now(), order.now()]
  expect(order.rowReported('s', 'ftp', 'a', second)).toBe(true)
  expect(order.rowReported('s', 'ftp', 'a', first)).toBe(false)
  const third = order.now()
  order.listReported('s', 'ftp', order.now())
  expect(order.rowReported('s', 'ftp', 'b', third), 'asked for before the list').toBe(false)
  expect(order.rowReported('other', 'ftp', 'b', third)).toBe(true)
})
