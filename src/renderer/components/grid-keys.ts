import { emptySelection, type Selection } from '../table/selection.ts'

/**
 * What the rules of moving and selecting need to know of a grid. Positions count its lines as they are shown: rows, and
 * headers of groups.
 */
export interface GridPort {
  count(): number
  keyAt(position: number): string
  /** -1 for a line that is not shown. */
  positionOf(key: string): number
  activeKey(): string | null
  selection(): Selection
  /** Whether two selections are of the same rows, whatever objects they are. */
  isSame(a: Selection, b: Selection): boolean
  /** A selection with all rows between two positions, both included, in either direction. */
  withRange(selection: Selection, from: number, to: number): Selection
  /** The selection with one row, or all of a group, more or less. */
  toggled(key: string): Selection
  /** Whether a group's header has its rows put away; null for a row. */
  isFolded(key: string): boolean | null
  fold(key: string, isFolded: boolean): void
  /** The position of the header above a line; -1 without groups. */
  headOf(position: number): number
  selectable(): boolean
  pageRows(): number
  setActive(key: string): void
  setSelection(selection: Selection): void
  /** Opens the detail of a row. */
  open(key: string): void
  reveal(position: number): void
}

/** Ranges that grow from an anchor, and rows that are selected one by one. */
function createRanges(port: GridPort) {
  let anchor: string | null = null
  /** What a range is added to: what was selected when it began. */
  let before: Selection = emptySelection
  /**
   * What was selected last from here. Anything else was selected elsewhere: cleared by a button, emptied by the screen.
   */
  let own: Selection = emptySelection

  const start = (key: string, selected = port.selection()) => {
    anchor = key
    before = selected
    own = selected
  }
  const select = (selection: Selection) => {
    own = selection
    port.setSelection(selection)
  }

  return {
    /** Begins a range here, unless one has begun already. */
    ensureStart: (key: string | null) => {
      if (anchor === null && key !== null) start(key)
    },
    end: () => void (anchor = null),
    extendTo(key: string) {
      const active = port.activeKey()
      if (anchor === null || port.positionOf(anchor) < 0)
        start(active !== null && port.positionOf(active) >= 0 ? active : key)
      else if (!port.isSame(own, port.selection())) start(anchor)
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

/** Where a key leads to; null for a key that does not move. */
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

/** What keys do to the line that they are on: move on, fold, open. */
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
    // A range begins where the extension does, so that is noted before the active row moves on.
    if (isExtending) ranges.ensureStart(port.activeKey())
    const key = goTo(target)
    if (key === null) return
    if (isExtending && port.selectable()) ranges.extendTo(key)
    else ranges.end()
  }

  return {
    move,
    /** What Enter and a plain click do: a header folds or unfolds, a row shows its detail. */
    enter(key: string) {
      const isFolded = port.isFolded(key)
      if (isFolded === null) port.open(key)
      else port.fold(key, !isFolded)
    },
    /** Left and Right. True where there was something to do. */
    turn(key: string, isRight: boolean): boolean {
      const isFolded = port.isFolded(key)
      const position = port.positionOf(key)
      const goal = isRight ? position + 1 : port.headOf(position)
      const isFold = isFolded === isRight
      if (isFold) port.fold(key, !isRight)
      // From an open header down into its group, from a row up to its header.
      else if (isRight ? isFolded === false : isFolded === null && goal >= 0) move(goal, false)
      else return false
      return true
    },
  }
}

/**
 * Keyboard and pointer rules of a grid with many selected rows (WAI-ARIA Authoring Practices, "Grid"): arrows move,
 * Space toggles, Shift extends from where the selection last began, Ctrl/Cmd+A takes every row that the filter shows.
 * Groups fold by the rules of "Treegrid": Left folds and goes up to the header, Right unfolds and goes down into the
 * group.
 */
export function createGridKeys(port: GridPort) {
  const ranges = createRanges(port)
  const { move, enter, turn } = createMoves(port, ranges)

  /** True where the key was the grid's. */
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
    const isTurn = (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !event.shiftKey
    return isTurn && turn(active, event.key === 'ArrowRight')
  }

  /**
   * A click on a line: with Ctrl/Cmd it toggles, with Shift it selects up to there, plain it opens the detail or folds.
   */
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
