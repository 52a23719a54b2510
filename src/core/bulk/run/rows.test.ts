import { describe, expect, test } from 'vitest'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { account } from '../../storage/fixtures.ts'
import { compareRow, rebased } from './rows.ts'

const item = (over: Partial<PlanItem>): PlanItem => ({
  index: 0,
  key: 's/ftp/owner_a',
  serverId: 's',
  kind: 'ftp',
  op: 'update',
  subject: 'owner_a',
  before: null,
  after: null,
  flags: [],
  undo: 'full',
  ...over,
})
const set = item({
  before: { quotaMb: 0, allowedIps: ['192.0.2.0/24'] },
  after: { quotaMb: 5, allowedIps: ['10.0.0.0/8'] },
})
const old = { ...account('a'), quotaMb: 0 }
const half = { ...old, quotaMb: 5 }
const whole = { ...half, allowedIps: ['10.0.0.0/8'] }
const conflicting = { ...old, quotaMb: 7 }

describe('comparing a row with a change', () => {
  test.each([
    [old, { toSend: ['quotaMb', 'allowedIps'], conflicting: [] }],
    [half, { toSend: ['allowedIps'], conflicting: [] }],
    [whole, { toSend: [], conflicting: [] }],
    [
      { ...old, allowedIps: ['192.0.2.0-192.0.2.255'] },
      { toSend: ['quotaMb', 'allowedIps'], conflicting: [] },
    ],
    [conflicting, { toSend: ['allowedIps'], conflicting: ['quotaMb'] }],
    [
      { ...old, allowedIps: null },
      { toSend: ['quotaMb'], conflicting: ['allowedIps'] },
    ],
  ])('%#', (row, expected) => expect(compareRow(set, row)).toEqual(expected))

  test('a list that the plan did not know counts as unchanged, whatever its entries are', () => {
    expect(compareRow(item({ before: { allowedIps: null }, after: { allowedIps: ['10.0.0.0/8'] } }), old)).toEqual({
      toSend: ['allowedIps'],
      conflicting: [],
    })
  })

  test('a change applied to the row as it was found adds and removes the same entries, or replaces the list', () => {
    const add = item({ before: { allowedIps: ['a', 'b'] }, after: { allowedIps: ['b', 'c'] } })
    expect(rebased(add, { allowedIps: ['a', 'b', 'x'] }, false)).toMatchObject({
      before: { allowedIps: ['a', 'b', 'x'] },
      after: { allowedIps: ['b', 'x', 'c'] },
    })
    expect(rebased(add, { allowedIps: ['a', 'b', 'x'] }, true)).toMatchObject({
      before: { allowedIps: ['a', 'b', 'x'] },
      after: { allowedIps: ['b', 'c'] },
    })
  })
})
