/** The action that a key on a row asks for. */
export type RowAction =
  | { readonly do: 'focus'; readonly index: number; readonly extend: boolean }
  | { readonly do: 'move'; readonly neighbour: number; readonly side: 'before' | 'after' }
  | { readonly do: 'toggle' }
  | { readonly do: 'select-all' }
  | { readonly do: 'clear' }
  | { readonly do: 'command'; readonly id: 'open' | 'edit' | 'remove' }

export interface Pressed {
  readonly key: string
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean
}

const pageRows = 12

function targetIndex(key: string, index: number, last: number): number | null {
  if (key === 'ArrowDown') return Math.min(last, index + 1)
  if (key === 'ArrowUp') return Math.max(0, index - 1)
  if (key === 'PageDown') return Math.min(last, index + pageRows)
  if (key === 'PageUp') return Math.max(0, index - pageRows)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}

/**
 * Returns the action for a key on a list of rows (WAI-ARIA grid pattern, with F2 and Delete as in file managers);
 * null for a key that the list does not handle.
 */
export function rowAction(pressed: Pressed, index: number, count: number): RowAction | null {
  const { key, shift, alt, mod } = pressed
  if (alt) {
    if (key === 'ArrowUp' && index > 0) return { do: 'move', neighbour: index - 1, side: 'before' }
    if (key === 'ArrowDown' && index < count - 1) return { do: 'move', neighbour: index + 1, side: 'after' }
    return null
  }
  if (mod) return key.toLowerCase() === 'a' ? { do: 'select-all' } : null
  const target = targetIndex(key, index, count - 1)
  if (target !== null) return { do: 'focus', index: target, extend: shift }
  if (key === ' ') return { do: 'toggle' }
  if (key === 'Enter') return { do: 'command', id: 'open' }
  if (key === 'F2') return { do: 'command', id: 'edit' }
  if (key === 'Delete') return { do: 'command', id: 'remove' }
  return key === 'Escape' ? { do: 'clear' } : null
}

/**
 * Returns the ids from one to another in the order they are shown, both included. Only `to` if `from` is not shown,
 * and none if `to` is not shown.
 */
export function idsBetween(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)]
  if (a < 0 || b < 0) return b < 0 ? [] : [to]
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}
