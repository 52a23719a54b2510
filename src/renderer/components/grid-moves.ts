import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef, watch } from 'vue'
import type { Lines } from '../table/lines.ts'
import { lineOf } from './grid-line.ts'

/** Places the row `key` right before or right after the row `neighbour`. */
export interface RowMove {
  readonly key: string
  readonly neighbour: string
  readonly side: 'before' | 'after'
  readonly by: 'pointer' | 'keyboard'
}

/** What moving rows needs from a grid. */
export interface MovesPort<Row> {
  readonly lines: Readonly<Ref<Lines<Row>>>
  readonly activeKey: Readonly<Ref<string | null>>
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Whether rows can be moved now. */
  isMovable(): boolean
  nameOf(row: Row): string
  move(move: RowMove): void
  reveal(position: number): void
}

/** Whether one row can be placed beside another: they are two rows, and of one group if there are groups. */
export function canJoin<Row>(lines: Lines<Row>, key: string, neighbour: string): boolean {
  const [from, to] = [lines.positionOf(key), lines.positionOf(neighbour)]
  if (key === neighbour || lines.rowAt(from) === null || lines.rowAt(to) === null) return false
  return lines.headerPositionOf(from) === lines.headerPositionOf(to)
}

/** Returns the move that Alt with an arrow asks for; null at the end of the table or of the row's group. */
export function stepOf<Row>(lines: Lines<Row>, key: string, isUp: boolean): RowMove | null {
  const neighbour = lines.keyAt(lines.positionOf(key) + (isUp ? -1 : 1))
  return canJoin(lines, key, neighbour) ? { key, neighbour, side: isUp ? 'before' : 'after', by: 'keyboard' } : null
}

/**
 * Moves rows of a table in the user's own order: Alt with the arrows moves the active row, and a drag by the handle of
 * a row moves that row. The parent arranges the rows.
 */
export function useRowMoves<Row>(port: MovesPort<Row>) {
  const { lines, activeKey } = port
  /** The row that was moved by keyboard and is to stay in view. */
  let moved: string | null = null
  watch(
    lines,
    (after, before) => {
      if (moved === null || after.positionOf(moved) === before.positionOf(moved)) return
      port.reveal(after.positionOf(moved))
      moved = null
    },
    { flush: 'post' },
  )

  return {
    /** Where the dragged row would be dropped. */
    drop: useRowDrag(port),
    /** Returns true if the key asks for a move, even where no move is possible. */
    onKey(event: KeyboardEvent): boolean {
      const isUp = event.key === 'ArrowUp'
      if (!port.isMovable() || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
      if (activeKey.value === null || (!isUp && event.key !== 'ArrowDown')) return false
      const step = stepOf(lines.value, activeKey.value, isUp)
      moved = step?.key ?? null
      if (step !== null) port.move(step)
      return true
    },
  }
}

/** Handles the drag of a row by its handle, `.grid-grip`. Returns where the row would be dropped. */
function useRowDrag<Row>({ lines, scroller, nameOf, move }: MovesPort<Row>) {
  const drop = shallowRef<Pick<RowMove, 'key' | 'neighbour' | 'side'> | null>(null)
  let dragged: string | null = null

  useEventListener(scroller, 'dragstart', (event) => {
    const line = event.target instanceof Element && event.target.matches('.grid-grip') ? lineOf(event.target) : null
    const row = line === null ? null : lines.value.rowAt(line.position)
    if (line === null || row === null || event.dataTransfer === null) return
    dragged = lines.value.keyAt(line.position)
    event.dataTransfer.effectAllowed = 'move'
    // Firefox starts no drag without data. The name is on the screen anyway.
    event.dataTransfer.setData('text/plain', nameOf(row))
    event.dataTransfer.setDragImage(line.element, 12, 12)
  })
  useEventListener(scroller, 'dragover', (event) => {
    drop.value = null
    const line = lineOf(event.target)
    const neighbour = line === null ? '' : lines.value.keyAt(line.position)
    if (line === null || dragged === null || !canJoin(lines.value, dragged, neighbour)) return
    event.preventDefault()
    const { top, height } = line.element.getBoundingClientRect()
    drop.value = { key: dragged, neighbour, side: event.clientY < top + height / 2 ? 'before' : 'after' }
  })
  useEventListener(scroller, 'dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && scroller.value?.contains(event.relatedTarget))) drop.value = null
  })
  useEventListener(scroller, 'drop', (event) => {
    if (drop.value === null) return
    event.preventDefault()
    move({ ...drop.value, by: 'pointer' })
  })
  // It follows every drag, also one that was cancelled or ended elsewhere.
  useEventListener(scroller, 'dragend', () => {
    dragged = null
    drop.value = null
  })
  return drop
}
