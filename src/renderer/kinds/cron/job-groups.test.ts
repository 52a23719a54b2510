import { expect, it } from 'vitest'
import { createCollation } from '../../table/collation.ts'
import { createGrouping } from '../../table/groups.ts'
import { listSlots, naturalOrder } from '../../table/row-slots.ts'
import { aRow } from '../../test-data/a-job.test-data.ts'
import { jobGroups } from './job-groups.ts'
import { createRowHealth, type JobRow } from './job-rows.ts'

const keys = jobGroups({ t: (key) => key, healthOf: createRowHealth() }, 'en')
function groupsBy(id: string, rows: readonly JobRow[]) {
  const by = keys.find((key) => key.id === id)
  if (by === undefined) throw new Error(`no key called ${id}`)
  const rowSlots = listSlots(rows, ({ key }) => key)
  return createGrouping(by, createCollation('en'))(rowSlots, naturalOrder(rowSlots)).groups.map(({ label, count }) => [
    label,
    count,
  ])
}

it('lists the most severe state first', () => {
  const rows = [aRow({ id: 1, enabled: false }), aRow({ id: 2 }), aRow({ id: 3, lastRunOk: false }), aRow({ id: 4 })]
  expect(groupsBy('state', rows)).toEqual([
    ['cron.state.failing', 1],
    ['cron.state.ok', 2],
    ['cron.state.disabled', 1],
  ])
})

it('groups the jobs of one command, one owner and one domain', () => {
  const rows = [
    aRow({ id: 1, command: 'b', owner: 'kim', domain: null }),
    aRow({ id: 2, command: 'a' }),
    aRow({ id: 3, command: 'b' }),
  ]
  expect(groupsBy('command', rows)).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  expect(groupsBy('owner', rows)).toEqual([
    ['admin', 2],
    ['kim', 1],
  ])
  expect(groupsBy('domain', rows)).toEqual([
    ['example.com', 2],
    ['', 1],
  ])
})
