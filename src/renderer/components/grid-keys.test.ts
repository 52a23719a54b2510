import { describe, expect, it } from 'vitest'
import { emptySelection, type Selection } from '../table/selection.ts'
import { createGridKeys } from './grid-keys.ts'

/** Makes a grid whose capital keys are group headers: `A` over `a1`, `a2`. The keys have no rows of a folded group. */
function grid(keys: readonly string[]) {
  const state = {
    active: null as string | null,
    selection: emptySelection as Selection,
    opened: [] as string[],
    folded: new Set<string>(),
  }
  const isHead = (key: string) => /^[A-Z]$/.test(key)
  const rules = createGridKeys({
    count: () => keys.length,
    keyAt: (index) => keys[index] ?? '',
    positionOf: (key) => keys.indexOf(key),
    activeKey: () => state.active,
    selection: () => state.selection,
    isSame: (a, b) => a.size === b.size && [...a].every((key) => b.has(key)),
    withRange: (selection, from, to) =>
      new Set([...selection, ...keys.slice(Math.min(from, to), Math.max(from, to) + 1)]),
    toggled: (key) =>
      new Set(
        state.selection.has(key) ? [...state.selection].filter((each) => each !== key) : [...state.selection, key],
      ),
    isFolded: (key) => (isHead(key) ? state.folded.has(key) : null),
    fold: (key, isFolded) => (isFolded ? state.folded.add(key) : state.folded.delete(key)),
    headerPositionOf: (position) => keys.findLastIndex((key, at) => at <= position && isHead(key)),
    selectable: () => true,
    pageRows: () => 3,
    setActive: (key) => (state.active = key),
    setSelection: (selection) => (state.selection = selection),
    open: (key) => state.opened.push(key),
    reveal: () => undefined,
  })
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    rules.onKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more } as KeyboardEvent)
  const click = (key: string, more: Partial<MouseEvent> = {}) =>
    rules.onRowClick(key, { ctrlKey: false, metaKey: false, shiftKey: false, ...more } as MouseEvent)
  const check = (key: string, shiftKey = false) => rules.onCheck(key, { shiftKey } as MouseEvent)
  return { state, press, click, check, selected: () => [...state.selection].sort().join('') }
}

describe('createGridKeys', () => {
  it('moves by row, by page and to the ends, and stays inside', () => {
    const g = grid([...'abcdefg'])
    const path = ['ArrowUp', 'ArrowDown', 'PageDown', 'PageDown', 'ArrowDown', 'Home', 'End', 'PageUp'].map((key) => {
      g.press(key)
      return g.state.active
    })
    expect(path.join('')).toBe('abeggagd')
  })

  it('extends and shrinks a range with Shift, and keeps what was selected before', () => {
    const g = grid([...'abcdefg'])
    g.check('g')
    g.click('b')
    g.press('ArrowDown', { shiftKey: true })
    g.press('ArrowDown', { shiftKey: true })
    expect(g.selected()).toBe('bcdg')
    g.press('ArrowUp', { shiftKey: true })
    expect(g.selected()).toBe('bcg')
  })

  it('starts a range from the present selection if it was changed without the keys', () => {
    const g = grid([...'abcdef'])
    for (const key of 'abc') g.check(key)
    g.state.selection = emptySelection
    g.click('e', { shiftKey: true })
    expect(g.selected()).toBe('cde')
    g.state.selection = new Set(['a'])
    g.press('ArrowDown', { shiftKey: true })
    expect(g.selected()).toBe('acdef')
    // The selection is now another object with the same rows, and the range still shrinks.
    g.state.selection = new Set(g.state.selection)
    g.press('ArrowUp', { shiftKey: true })
    expect(g.selected()).toBe('acde')
  })

  it('starts a range at the row itself if the active row is not shown', () => {
    const g = grid([...'abcd'])
    g.state.active = 'x'
    g.click('c', { shiftKey: true })
    expect(g.selected()).toBe('c')
  })

  it('toggles with Space and Ctrl, and extends from there with Shift', () => {
    const g = grid([...'abcdefg'])
    g.press('ArrowDown')
    g.press(' ')
    g.click('d', { shiftKey: true })
    expect(g.selected()).toBe('abcd')
    g.click('c', { ctrlKey: true })
    expect(g.selected()).toBe('abd')
    g.check('e', true)
    expect(g.selected()).toBe('abcde')
    expect(g.state.opened).toEqual([])
  })

  it('opens with a plain click and Enter, and selects all with Ctrl+A', () => {
    const g = grid([...'abc'])
    g.click('b')
    g.press('ArrowDown')
    g.press('Enter')
    expect(g.state.opened).toEqual(['b', 'c'])
    expect(g.selected()).toBe('')
    g.press('a', { ctrlKey: true })
    expect(g.selected()).toBe('abc')
  })

  it('folds and unfolds a group with Left, Right, Enter and a click, and moves between header and rows', () => {
    const g = grid(['A', 'a1', 'a2', 'B', 'b1'])
    g.click('a2')
    const path = ['ArrowLeft', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'].map((key) => [
      g.press(key),
      g.state.active,
      g.state.folded.has('A'),
    ])
    expect(path).toEqual([
      [true, 'A', false],
      [true, 'a1', false],
      [true, 'A', false],
      [true, 'A', true],
    ])
    expect(g.press('ArrowLeft')).toBe(false)
    g.press('ArrowRight')
    expect(g.state.folded.has('A')).toBe(false)
    g.press('Enter')
    g.click('B')
    expect([...g.state.folded]).toEqual(['A', 'B'])
    g.click('B')
    expect([...g.state.folded]).toEqual(['A'])
    expect(g.state.opened).toEqual(['a2'])
  })

  it('includes headers in moves and ranges', () => {
    const g = grid(['A', 'a1', 'B', 'b1', 'b2'])
    g.press('ArrowDown')
    g.press('ArrowDown')
    g.press('ArrowDown', { shiftKey: true })
    g.press('ArrowDown', { shiftKey: true })
    expect([g.state.active, g.selected()]).toEqual(['b1', 'Ba1b1'])
    g.press('End')
    expect(g.state.active).toBe('b2')
    g.press('Home')
    g.press(' ')
    expect(g.selected()).toBe('ABa1b1')
  })

  it('leaves Left and Right to scrolling if there are no groups', () => {
    const g = grid([...'abc'])
    g.click('b')
    expect([g.press('ArrowLeft'), g.press('ArrowRight')]).toEqual([false, false])
    expect(g.state.active).toBe('b')
  })

  it('leaves other keys alone', () => {
    const g = grid([...'abc'])
    expect(g.press('x')).toBe(false)
    expect(g.press('ArrowDown', { altKey: true })).toBe(false)
    expect(g.press('Enter')).toBe(false)
  })
})
