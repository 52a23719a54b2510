import { describe, expect, it } from 'vitest'
import {
  arrangedColumns,
  moveColumn,
  plainLayout,
  setWidth,
  shownColumns,
  toggleColumn,
  type ColumnLayout,
} from './layout.ts'

const columns = [{ id: 'name' }, { id: 'server' }, { id: 'owner', hidden: true }, { id: 'state' }]
const ids = (layout: ColumnLayout) =>
  arrangedColumns(columns, layout)
    .map(({ id }) => id)
    .join(' ')
const shown = (layout: ColumnLayout) =>
  shownColumns(columns, layout)
    .map(({ id }) => id)
    .join(' ')

describe('the layout of columns', () => {
  it('is the original layout until something is changed', () => {
    expect(ids(plainLayout)).toBe('name server owner state')
    expect(shown(plainLayout)).toBe('name server state')
  })

  it('moves a column, and never before the first column', () => {
    const moved = moveColumn(columns, plainLayout, 'state', -1)
    expect(ids(moved)).toBe('name server state owner')
    expect(ids(moveColumn(columns, moved, 'state', -9))).toBe('name state server owner')
    expect(moveColumn(columns, plainLayout, 'name', 1)).toBe(plainLayout)
    expect(moveColumn(columns, plainLayout, 'state', 1)).toBe(plainLayout)
  })

  it('shows and hides columns, except for the column that names the row', () => {
    expect(shown(toggleColumn(columns, plainLayout, { id: 'owner', hidden: true } as never))).toBe(
      'name server owner state',
    )
    expect(shown(toggleColumn(columns, plainLayout, { id: 'server' }))).toBe('name state')
    expect(shown({ ...plainLayout, visible: { name: false } })).toBe('name server state')
  })

  it('skips columns that no longer exist and inserts new ones', () => {
    expect(ids({ ...plainLayout, order: ['state', 'gone', 'server'] })).toBe('name state server owner')
  })

  it('keeps widths until they are reset', () => {
    const wide = setWidth(plainLayout, 'server', 300)
    expect(wide.widths).toEqual({ server: 300 })
    expect(setWidth(wide, 'server', null).widths).toEqual({})
  })
})
