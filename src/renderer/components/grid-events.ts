import { nextTick, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import type { Lines } from '../table/lines.ts'
import type { SlotSelection } from '../table/selection.ts'
import type { createGridKeys } from './grid-keys.ts'

/** What the handling of keys and pointer needs from a grid. */
export interface EventsPort<Row> {
  readonly keys: Pick<ReturnType<typeof createGridKeys>, 'onKey' | 'onRowClick' | 'onCheck'>
  readonly lines: Readonly<Ref<Lines<Row>>>
  readonly chosen: Readonly<Ref<SlotSelection<Row>>>
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly columns: Readonly<Ref<readonly Column<Row>[]>>
  selectable(): boolean
}

/** Passes keyboard and pointer events to the rules of the grid. */
export function useGridEvents<Row>({ keys, lines, chosen, scroller, columns, selectable }: EventsPort<Row>) {
  /** Sets the full text of a cell as its tooltip. Only the cell under the pointer needs one, not every drawn cell. */
  function setCellTooltip(event: MouseEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null
    const position = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2
    const column = columns.value[Number(cell?.getAttribute('aria-colindex')) - (selectable() ? 2 : 1)]
    const row = lines.value.rowAt(position)
    if (cell !== null && column !== undefined && row !== null) cell.title = column.text(row)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.target !== scroller.value) return
    // In a table that is scrolled sideways the left arrow scrolls back first.
    if (event.key === 'ArrowLeft' && (scroller.value?.scrollLeft ?? 0) > 0) return
    if (keys.onKey(event)) event.preventDefault()
  }

  function onRowClick(key: string, event: MouseEvent): void {
    // Selecting text with the mouse ends in a click too.
    if (window.getSelection()?.toString() && !event.shiftKey) return
    keys.onRowClick(key, event)
  }

  /** The browser has already toggled the checkbox, so reset it to the selection: a range can keep the row selected. */
  function onCheck(key: string, event: MouseEvent): void {
    const box = event.target
    keys.onCheck(key, event)
    void nextTick(() => {
      if (box instanceof HTMLInputElement) box.checked = chosen.value.has(key)
    })
  }

  /** Prevents Shift and a click from selecting text across rows, and focuses the grid. */
  function onRowPress(event: MouseEvent): void {
    if (event.shiftKey) event.preventDefault()
    scroller.value?.focus({ preventScroll: true })
  }

  return { setCellTooltip, onKeydown, onRowClick, onCheck, onRowPress }
}
