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

/**
 * Keyboard and pointer rules of a grid with many selected rows (WAI-ARIA Authoring Practices, "Grid"): arrows move,
 * Space toggles, Shift extends from where the selection last began, Ctrl/Cmd+A takes every row that the filter shows.
 * Groups fold by the rules of "Treegrid": Left folds and goes up to the header, Right unfolds and goes down into the
 * group.
 */
export function createGridKeys(port: GridPort) {
  let anchor: string | null = null
  /** What a range is added to: what was selected when it began. */
  let before: Selection = emptySelection
  /**
   * What was selected last from here. Anything else was selected elsewhere: cleared by a button, emptied by the screen.
   */
  let own: Selection = emptySelection

  const setAnchor = (key: string, selected = port.selection()) => {
    anchor = key
    before = selected
    own = selected
  }
  const select = (selection: Selection) => {
    own = selection
    port.setSelection(selection)
  }

  const goTo = (position: number): string | null => {
    if (port.count() === 0) return null
    const to = Math.min(port.count() - 1, Math.max(0, position))
    const key = port.keyAt(to)
    port.setActive(key)
    port.reveal(to)
    return key
  }

  const extendTo = (key: string) => {
    const active = port.activeKey()
    if (anchor === null || port.positionOf(anchor) < 0)
      setAnchor(active !== null && port.positionOf(active) >= 0 ? active : key)
    else if (!port.isSame(own, port.selection())) setAnchor(anchor)
    select(port.withRange(before, port.positionOf(anchor ?? key), port.positionOf(key)))
  }

  const toggle = (key: string) => {
    const selection = port.toggled(key)
    select(selection)
    setAnchor(key, selection)
  }

  const targetOf = (event: KeyboardEvent): number | null => {
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
    return moves[event.key] ?? null
  }

  const move = (target: number, isExtending: boolean) => {
    // The anchor is where the extension began, so it is set before the active row moves on.
    const from = port.activeKey()
    if (isExtending && anchor === null && from !== null) setAnchor(from)
    const key = goTo(target)
    if (key === null) return
    if (isExtending && port.selectable()) extendTo(key)
    else anchor = null
  }

  /** What Enter and a plain click do: a header folds or unfolds, a row shows its detail. */
  const enter = (key: string) => {
    const isFolded = port.isFolded(key)
    if (isFolded === null) port.open(key)
    else port.fold(key, !isFolded)
  }

  /** Left and Right. True where there was something to do. */
  const turn = (key: string, isRight: boolean): boolean => {
    const isFolded = port.isFolded(key)
    const position = port.positionOf(key)
    const goal = isRight ? position + 1 : port.headOf(position)
    const isFold = isFolded === isRight
    if (isFold) port.fold(key, !isRight)
    // From an open header down into its group, from a row up to its header.
    else if (isRight ? isFolded === false : isFolded === null && goal >= 0) move(goal, false)
    else return false
    return true
  }

  /** True where the key was the grid's. */
  const onKey = (event: KeyboardEvent): boolean => {
    const active = port.activeKey()
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a' && port.selectable()) {
      if (port.count() > 0) select(port.withRange(port.selection(), 0, port.count() - 1))
      return true
    }
    if (isCommand || event.altKey) return false
    const target = targetOf(event)
    if (target !== null) return (move(target, event.shiftKey), true)
    if (active === null || port.positionOf(active) < 0) return false
    if (event.key === ' ' && port.selectable()) return (event.shiftKey ? extendTo(active) : toggle(active), true)
    if (event.key === 'Enter') return (enter(active), true)
    const isTurn = (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !event.shiftKey
    return isTurn && turn(active, event.key === 'ArrowRight')
  }

  /**
   * A click on a line: with Ctrl/Cmd it toggles, with Shift it selects up to there, plain it opens the detail or folds.
   */
  const onRowClick = (key: string, event: MouseEvent) => {
    if (port.selectable() && event.shiftKey) {
      extendTo(key)
      port.setActive(key)
    } else if (port.selectable() && (event.ctrlKey || event.metaKey)) {
      toggle(key)
      port.setActive(key)
    } else {
      port.setActive(key)
      anchor = null
      enter(key)
    }
  }

  const onCheck = (key: string, event: MouseEvent) => {
    if (event.shiftKey) extendTo(key)
    else toggle(key)
    port.setActive(key)
  }

  return { onKey, onRowClick, onCheck }
}
