import { nextTick, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import type { Lines } from '../table/lines.ts'
import type { SlotSelection } from '../table/selection.ts'
import type { createGridKeys } from './grid-keys.ts'

/** What answering keys and the pointer needs to know of a grid. */
export interface EventsPort<Row> {
  readonly keys: Pick<ReturnType<typeof createGridKeys>, 'onKey' | 'onRowClick' | 'onCheck'>
  readonly lines: Readonly<Ref<Lines<Row>>>
  readonly chosen: Readonly<Ref<SlotSelection<Row>>>
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly columns: Readonly<Ref<readonly Column<Row>[]>>
  selectable(): boolean
}

/** Hands what the browser reports of keys and the pointer to the rules of the grid. */
export function useGridEvents<Row>({ keys, lines, chosen, scroller, columns, selectable }: EventsPort<Row>) {
  /** The full text of a cell as its tooltip; asked for where the pointer is, and not of every cell that is drawn. */
  function tell(event: MouseEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null
    const position = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2
    const column = columns.value[Number(cell?.getAttribute('aria-colindex')) - (selectable() ? 2 : 1)]
    const row = lines.value.rowAt(position)
    if (cell !== null && column !== undefined && row !== null) cell.title = column.text(row)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.target !== scroller.value) return
    // Left first brings back what has been scrolled away beside.
    if (event.key === 'ArrowLeft' && (scroller.value?.scrollLeft ?? 0) > 0) return
    if (keys.onKey(event)) event.preventDefault()
  }

  function onRowClick(key: string, event: MouseEvent): void {
    // Marking text with the mouse ends in a click too.
    if (window.getSelection()?.toString() && !event.shiftKey) return
    keys.onRowClick(key, event)
  }

  /** The browser has turned the box already; a range that keeps the row selected turns it back. */
  function onCheck(key: string, event: MouseEvent): void {
    const box = event.target
    keys.onCheck(key, event)
    void nextTick(() => {
      if (box instanceof HTMLInputElement) box.checked = chosen.value.has(key)
    })
  }

  /** Shift and a click would mark text across rows. */
  function onRowPress(event: MouseEvent): void {
    if (event.shiftKey) event.preventDefault()
    scroller.value?.focus({ preventScroll: true })
  }

  return { tell, onKeydown, onRowClick, onCheck, onRowPress }
}
