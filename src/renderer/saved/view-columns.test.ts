import { expect, it } from 'vitest'
import { plainLayout, setWidth, shownColumns, toggleColumn } from '../table/layout.ts'
import { columnsOf, layoutOf } from './view-columns.ts'

const [account, server, owner] = [{ id: 'account' }, { id: 'server' }, { id: 'owner', hidden: true }]
const columns = [account, server, owner]

it('stores nothing for columns in their original layout', () => {
  expect(columnsOf(columns, plainLayout)).toBeUndefined()
  expect(columnsOf(columns, toggleColumn(columns, toggleColumn(columns, plainLayout, owner), owner))).toBeUndefined()
})

it('restores columns, their order and their widths', () => {
  const layout = setWidth({ order: ['owner', 'server'], visible: { owner: true }, widths: {} }, 'server', 240)
  const kept = columnsOf(columns, layout)
  expect(kept).toEqual([
    { id: 'account', widthPx: null },
    { id: 'owner', widthPx: null },
    { id: 'server', widthPx: 240 },
  ])
  expect(columnsOf(columns, layoutOf(columns, kept ?? []))).toEqual(kept)
})

it('hides columns that the view does not name, and never the column that names the row', () => {
  expect(
    shownColumns(
      columns,
      layoutOf(columns, [
        { id: 'owner', widthPx: null },
        { id: 'gone', widthPx: 50 },
      ]),
    ),
  ).toEqual([account, owner])
})
