import { emptySelection, type Selection } from '../table/selection.ts'

/** What the rules of moving and selecting need to know of a grid. Positions count in the order that is shown. */
export interface GridPort {
  count(): number
  keyAt(position: number): string
  /** -1 for a row that is not shown. */
  positionOf(key: string): number
  activeKey(): string | null
  selection(): Selection
  /** A selection with all rows between two positions, both included, in either direction. */
  withRange(selection: Selection, from: number, to: number): Selection
  /** The selection with one row more or less. */
  toggled(key: string): Selection
  selectable(): boolean
  pageRows(): number
  setActive(key: string): void
  setSelection(selection: Selection): void
  open(key: string): void
  reveal(position: number): void
}

/**
 * Keyboard and pointer rules of a grid with many selected rows (WAI-ARIA Authoring Practices, "Grid"): arrows move,
 * Space toggles, Shift extends from where the selection last began, Ctrl/Cmd+A takes every row that the filter shows.
 */
export function createGridKeys(port: GridPort) {
  let anchor: string | null = null
  let before: Selection = emptySelection

  const setAnchor = (key: string) => {
    anchor = key
    before = port.selection()
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
    if (anchor === null || port.positionOf(anchor) < 0) setAnchor(port.activeKey() ?? key)
    port.setSelection(port.withRange(before, Math.max(0, port.positionOf(anchor ?? key)), port.positionOf(key)))
  }

  const toggle = (key: string) => {
    port.setSelection(port.toggled(key))
    setAnchor(key)
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

  /** True where the key was the grid's. */
  const onKey = (event: KeyboardEvent): boolean => {
    const active = port.activeKey()
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a' && port.selectable()) {
      if (port.count() > 0) port.setSelection(port.withRange(port.selection(), 0, port.count() - 1))
      return true
    }
    if (isCommand || event.altKey) return false
    const target = targetOf(event)
    if (target !== null) return (move(target, event.shiftKey), true)
    if (active === null || port.positionOf(active) < 0) return false
    if (event.key === ' ' && port.selectable()) return (event.shiftKey ? extendTo(active) : toggle(active), true)
    if (event.key === 'Enter') return (port.open(active), true)
    return false
  }

  /** A click on a row: with Ctrl/Cmd it toggles, with Shift it selects up to there, plain it opens the detail. */
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
      port.open(key)
    }
  }

  const onCheck = (key: string, event: MouseEvent) => {
    if (event.shiftKey) extendTo(key)
    else toggle(key)
    port.setActive(key)
  }

  return { onKey, onRowClick, onCheck }
}
