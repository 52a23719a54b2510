import { addKeys, placesBetween, type Selection, toggleKey } from '../table/selection.ts'

/** What the rules of moving and selecting need to know of a grid. Places count in the order that is shown. */
export interface GridPort {
  count(): number
  keyAt(place: number): string
  placeOf(key: string): number
  activeKey(): string | null
  selection(): Selection
  selectable(): boolean
  pageRows(): number
  setActive(key: string): void
  setSelection(selection: Selection): void
  open(key: string): void
  reveal(place: number): void
}

/**
 * Keyboard and pointer rules of a grid with many selected rows (WAI-ARIA Authoring Practices, "Grid"): arrows move,
 * Space toggles, Shift extends from where the selection last began, Ctrl/Cmd+A takes every row that the filter shows.
 */
export function createGridKeys(port: GridPort) {
  let anchor: string | null = null
  let before: Selection = new Set()

  const setAnchor = (key: string) => {
    anchor = key
    before = port.selection()
  }

  const goTo = (place: number): string | null => {
    if (port.count() === 0) return null
    const key = port.keyAt(Math.min(port.count() - 1, Math.max(0, place)))
    port.setActive(key)
    port.reveal(port.placeOf(key))
    return key
  }

  const extendTo = (key: string) => {
    if (anchor === null || port.placeOf(anchor) < 0) setAnchor(port.activeKey() ?? key)
    const from = port.placeOf(anchor ?? key)
    const keys = placesBetween(Math.max(0, from), port.placeOf(key)).map((place) => port.keyAt(place))
    port.setSelection(addKeys(before, keys))
  }

  const toggle = (key: string) => {
    port.setSelection(toggleKey(port.selection(), key))
    setAnchor(key)
  }

  const selectAll = () => {
    port.setSelection(addKeys(port.selection(), Array.from({ length: port.count() }, (_, place) => port.keyAt(place))))
  }

  const targetOf = (event: KeyboardEvent): number | null => {
    const active = port.activeKey()
    const place = active === null ? -1 : port.placeOf(active)
    const moves: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: Math.max(0, place - 1),
      PageDown: place + port.pageRows(),
      PageUp: place - port.pageRows(),
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
    if (isCommand && event.key.toLowerCase() === 'a' && port.selectable()) return (selectAll(), true)
    if (isCommand || event.altKey) return false
    const target = targetOf(event)
    if (target !== null) return (move(target, event.shiftKey), true)
    if (active === null || port.placeOf(active) < 0) return false
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
