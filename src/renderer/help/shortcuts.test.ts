import { expect, it } from 'vitest'
import { asksForHelp, asksForSearch, isTypedInto } from './shortcuts.ts'

const press = { key: '?', ctrlKey: false, metaKey: false, altKey: false, isComposing: false }

it('opens on a plain question mark only', () => {
  expect(asksForHelp(press, false)).toBe(true)
  expect(asksForHelp({ ...press, key: '/' }, false)).toBe(false)
  expect(asksForHelp({ ...press, ctrlKey: true }, false)).toBe(false)
  expect(asksForHelp({ ...press, isComposing: true }, false)).toBe(false)
})

it('leaves a question mark to a field in which it is typed', () => {
  expect(asksForHelp(press, true)).toBe(false)
  expect(isTypedInto({ tagName: 'INPUT', type: 'text' })).toBe(true)
  expect(isTypedInto({ tagName: 'INPUT', type: 'password' })).toBe(true)
  expect(isTypedInto({ tagName: 'TEXTAREA' })).toBe(true)
  expect(isTypedInto({ tagName: 'SELECT', type: 'select-one' })).toBe(true)
  expect(isTypedInto({ tagName: 'DIV', isContentEditable: true })).toBe(true)
})

it('works while a checkbox, a button or nothing has the focus', () => {
  expect(isTypedInto({ tagName: 'INPUT', type: 'checkbox' })).toBe(false)
  expect(isTypedInto({ tagName: 'INPUT', type: 'radio' })).toBe(false)
  expect(isTypedInto({ tagName: 'BUTTON', type: 'button' })).toBe(false)
  expect(isTypedInto(null)).toBe(false)
})

it('focuses the filter by a slash that is not typed, and by Ctrl+F from anywhere', () => {
  expect(asksForSearch({ ...press, key: '/' }, false)).toBe(true)
  expect(asksForSearch({ ...press, key: '/' }, true)).toBe(false)
  expect(asksForSearch({ ...press, key: 'f', ctrlKey: true }, true)).toBe(true)
  expect(asksForSearch({ ...press, key: 'f', metaKey: true }, false)).toBe(true)
  expect(asksForSearch({ ...press, key: 'f' }, false)).toBe(false)
})
