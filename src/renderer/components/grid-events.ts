import { nextTick, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import type { Selection } from '../table/selection.ts'
import type { Shown } from '../table/stable-order.ts'
import type { useGridGroups } from './grid-groups.ts'
import { createGridKeys } from './grid-keys.ts'
import { lineOf } from './grid-line.ts'
import { type MovesPort, useRowMoves } from './grid-moves.ts'
import type { useGridSelection } from './grid-selection.ts'

/** What the handling of keys and pointer needs from a grid. */
interface EventsPort<Row> extends MovesPort<Row> {
  readonly shown: Readonly<Ref<Shown<Row>>>
  readonly columns: Readonly<Ref<readonly Column<Row>[]>>
  readonly activeKey: Ref<string | null>
  readonly selection: Readonly<Ref<Selection>>
  readonly selected: ReturnType<typeof useGridSelection<Row>>
  readonly groups: Pick<ReturnType<typeof useGridGroups<Row>>, 'isFolded' | 'fold'>
  selectable(): boolean
  pageRows(): number
  open(row: Row): void
  openMenu(row: Row, at: HTMLElement): void
}

/** The rules of the grid for keys and clicks, on its lines and its selection. */
function useGridKeys<Row>({ shown, lines, activeKey, selection, selected, groups, open, ...port }: EventsPort<Row>) {
  const orderOfLines = (from: number, until: number) =>
    shown.value.order.subarray(...lines.value.orderRange(Math.min(from, until), Math.max(from, until)))
  return createGridKeys({
    count: () => lines.value.count,
    keyAt: (position) => lines.value.keyAt(position),
    positionOf: (key) => lines.value.positionOf(key),
    headerPositionOf: (position) => lines.value.headerPositionOf(position),
    isFolded: groups.isFolded,
    fold: groups.fold,
    activeKey: () => activeKey.value,
    selection: () => selection.value,
    isSame: selected.isSame,
    withRange: (to, from, until) => selected.withRows(to, orderOfLines(from, until)),
    toggled(key) {
      const group = lines.value.groupAt(lines.value.positionOf(key))
      return group === null
        ? selected.toggled(key)
        : selected.toggledRows(shown.value.order.subarray(group.start, group.start + group.count))
    },
    selectable: () => port.selectable(),
    pageRows: () => port.pageRows(),
    setActive: (key) => (activeKey.value = key),
    setSelection: selected.set,
    open(key) {
      const row = lines.value.rowAt(lines.value.positionOf(key))
      if (row !== null) open(row)
    },
    reveal: (position) => port.reveal(position),
  })
}

/** Passes keyboard and pointer events to the rules of the grid. */
export function useGridEvents<Row>(port: EventsPort<Row>) {
  const { lines, selected, scroller, columns, selectable } = port
  const keys = useGridKeys(port)
  const moves = useRowMoves(port)

  /** Sets the full text of a cell as its tooltip. Only the cell under the pointer needs one, not every drawn cell. */
  function setCellTooltip(event: MouseEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null
    const column = columns.value[Number(cell?.getAttribute('aria-colindex')) - (selectable() ? 2 : 1)]
    const row = lines.value.rowAt(lineOf(cell)?.position ?? -1)
    if (cell !== null && column !== undefined && row !== null) cell.title = column.text(row)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.target !== scroller.value) return
    // In a table that is scrolled sideways the left arrow scrolls back first.
    if (event.key === 'ArrowLeft' && (scroller.value?.scrollLeft ?? 0) > 0) return
    if (moves.onKey(event) || keys.onKey(event)) event.preventDefault()
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
      if (box instanceof HTMLInputElement) box.checked = selected.chosen.value.has(key)
    })
  }

  /** Prevents Shift and a click from selecting text across rows, and focuses the grid. */
  function onRowPress(event: MouseEvent): void {
    if (event.shiftKey) event.preventDefault()
    scroller.value?.focus({ preventScroll: true })
  }

  /** Opens the menu of the row under the pointer or, for a menu key on the keyboard, of the active row. */
  function onContextMenu(event: MouseEvent): void {
    const isKey = event.target === scroller.value
    const line = lineOf(isKey ? (scroller.value?.querySelector('.grid-row.active') ?? null) : event.target)
    const row = lines.value.rowAt(line?.position ?? -1)
    const button = line?.element.querySelector<HTMLElement>('.grid-more')
    if (row === null || !button) return
    event.preventDefault()
    port.openMenu(row, button)
  }

  return {
    drop: moves.drop,
    setCellTooltip,
    onKeydown,
    onRowClick,
    onCheck,
    onRowPress,
    onContextMenu,
    onGroupCheck: keys.onCheck,
  }
}
