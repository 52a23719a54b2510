import { emptySelection, type Selection } from '../table/selection.ts'

/** What the rules of moving and selecting need from a grid. Positions count the shown lines: rows and group headers. */
interface GridPort {
  count(): number
  keyAt(position: number): string
  /** Returns -1 for a line that is not shown. */
  positionOf(key: string): number
  activeKey(): string | null
  selection(): Selection
  /** Returns whether two selections contain the same rows, even as different objects. */
  isSame(a: Selection, b: Selection): boolean
  /** Returns the selection with all rows between two positions added, both included, in either direction. */
  withRange(selection: Selection, from: number, to: number): Selection
  /** Returns the selection with one row, or all rows of a group, toggled. */
  toggled(key: string): Selection
  /** Returns whether the group with this header is folded; null for a row. */
  isFolded(key: string): boolean | null
  fold(key: string, isFolded: boolean): void
  /** Returns the position of the header above a line; -1 without groups. */
  headerPositionOf(position: number): number
  selectable(): boolean
  pageRows(): number
  setActive(key: string): void
  setSelection(selection: Selection): void
  /** Opens the detail of a row. */
  open(key: string): void
  reveal(position: number): void
}

/** Manages ranges that grow from an anchor, and rows that are selected one by one. */
function createRanges(port: GridPort) {
  let anchor: string | null = null
  /** The selection at the start of the range; the range is added to it. */
  let before: Selection = emptySelection
  /**
   * The last selection made here. If the current selection differs, something else has changed it: a button cleared
   * it, or the screen emptied it.
   */
  let lastOwnSelection: Selection = emptySelection

  const start = (key: string, selected = port.selection()) => {
    anchor = key
    before = selected
    lastOwnSelection = selected
  }
  const select = (selection: Selection) => {
    lastOwnSelection = selection
    port.setSelection(selection)
  }

  return {
    /** Starts a range at this key, unless a range has already started. */
    ensureStart: (key: string | null) => {
      if (anchor === null && key !== null) start(key)
    },
    end: () => void (anchor = null),
    extendTo(key: string) {
      const active = port.activeKey()
      if (anchor === null || port.positionOf(anchor) < 0)
        start(active !== null && port.positionOf(active) >= 0 ? active : key)
      else if (!port.isSame(lastOwnSelection, port.selection())) start(anchor)
      select(port.withRange(before, port.positionOf(anchor ?? key), port.positionOf(key)))
    },
    toggle(key: string) {
      const selection = port.toggled(key)
      select(selection)
      start(key, selection)
    },
    selectAll() {
      if (port.count() > 0) select(port.withRange(port.selection(), 0, port.count() - 1))
    },
  }
}
type Ranges = ReturnType<typeof createRanges>

/** Returns the position that a key leads to; null for a key that does not move. */
function targetOf(port: GridPort, pressed: string): number | null {
  const active = port.activeKey()
  const position = active === null ? -1 : port.positionOf(active)
  const moves: Record<string, number> = {
    ArrowDown: position + 1,
    ArrowUp: Math.max(0, position - 1),
    PageDown: position + port.pageRows(),
    PageUp: position - port.pageRows(),
    Home: 0,
    End: port.count() - 1,
  }
  return moves[pressed] ?? null
}

/** What keys do to the active line: move, fold, open. */
function createMoves(port: GridPort, ranges: Ranges) {
  const goTo = (position: number): string | null => {
    if (port.count() === 0) return null
    const to = Math.min(port.count() - 1, Math.max(0, position))
    const key = port.keyAt(to)
    port.setActive(key)
    port.reveal(to)
    return key
  }

  const move = (target: number, isExtending: boolean) => {
    // A range starts at the row where Shift is first used, so record that row before the active row changes.
    if (isExtending) ranges.ensureStart(port.activeKey())
    const key = goTo(target)
    if (key === null) return
    if (isExtending && port.selectable()) ranges.extendTo(key)
    else ranges.end()
  }

  return {
    move,
    /** Handles Enter and a plain click: a header folds or unfolds, a row shows its detail. */
    enter(key: string) {
      const isFolded = port.isFolded(key)
      if (isFolded === null) port.open(key)
      else port.fold(key, !isFolded)
    },
    /** Handles Left and Right. Returns true if there was something to do. */
    foldOrMove(key: string, isRight: boolean): boolean {
      const isFolded = port.isFolded(key)
      const position = port.positionOf(key)
      const goal = isRight ? position + 1 : port.headerPositionOf(position)
      const isFold = isFolded === isRight
      if (isFold) port.fold(key, !isRight)
      // Right moves from an open header down into its group, Left moves from a row up to its header.
      else if (isRight ? isFolded === false : isFolded === null && goal >= 0) move(goal, false)
      else return false
      return true
    },
  }
}

/**
 * The keyboard and pointer rules of a grid with many selected rows (WAI-ARIA Authoring Practices, "Grid"): arrows
 * move, Space toggles, Shift extends from where the selection last began, Ctrl/Cmd+A selects every row that the
 * filter shows. Groups fold by the rules of "Treegrid": Left folds and goes up to the header, Right unfolds and
 * goes down into the group.
 */
export function createGridKeys(port: GridPort) {
  const ranges = createRanges(port)
  const { move, enter, foldOrMove } = createMoves(port, ranges)

  /** Returns true if the grid has handled the key. */
  const onKey = (event: KeyboardEvent): boolean => {
    const active = port.activeKey()
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a' && port.selectable()) return (ranges.selectAll(), true)
    if (isCommand || event.altKey) return false
    const target = targetOf(port, event.key)
    if (target !== null) return (move(target, event.shiftKey), true)
    if (active === null || port.positionOf(active) < 0) return false
    if (event.key === ' ' && port.selectable())
      return (event.shiftKey ? ranges.extendTo(active) : ranges.toggle(active), true)
    if (event.key === 'Enter') return (enter(active), true)
    const isLeftOrRight = (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !event.shiftKey
    return isLeftOrRight && foldOrMove(active, event.key === 'ArrowRight')
  }

  /** Handles a click on a line: Ctrl/Cmd toggles it, Shift selects up to it, a plain click opens or folds it. */
  const onRowClick = (key: string, event: MouseEvent) => {
    if (port.selectable() && event.shiftKey) {
      ranges.extendTo(key)
      port.setActive(key)
    } else if (port.selectable() && (event.ctrlKey || event.metaKey)) {
      ranges.toggle(key)
      port.setActive(key)
    } else {
      port.setActive(key)
      ranges.end()
      enter(key)
    }
  }

  const onCheck = (key: string, event: MouseEvent) => {
    if (event.shiftKey) ranges.extendTo(key)
    else ranges.toggle(key)
    port.setActive(key)
  }

  return { onKey, onRowClick, onCheck }
}
