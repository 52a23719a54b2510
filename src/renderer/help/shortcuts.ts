import type { MessageKey } from '../i18n/index.ts'

interface Shortcut {
  /** The keys of one line, shown with “or” between them, each in the form that KeyHint takes. */
  readonly keys: readonly string[]
  readonly does: MessageKey
}
interface ShortcutGroup {
  readonly title: MessageKey
  readonly shortcuts: readonly Shortcut[]
}

/** The keyboard shortcuts that the sheet and the settings list. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'settings.keys.everywhere',
    shortcuts: [
      { keys: ['Mod+K'], does: 'settings.keys.palette' },
      { keys: ['?'], does: 'settings.keys.help' },
      { keys: ['F5'], does: 'settings.keys.refresh' },
      { keys: ['/', 'Mod+F'], does: 'settings.keys.search' },
      { keys: ['Esc'], does: 'settings.keys.back' },
      { keys: ['Mod+Z'], does: 'settings.keys.undoRun' },
      { keys: ['F6'], does: 'settings.keys.toasts' },
      { keys: ['←', '→'], does: 'settings.keys.panelEdge' },
    ],
  },
  {
    title: 'settings.keys.forms',
    shortcuts: [
      { keys: ['Enter'], does: 'settings.keys.submit' },
      { keys: ['Mod+Enter'], does: 'settings.keys.preview' },
      { keys: ['Tab', 'Shift+Tab'], does: 'settings.keys.next' },
      { keys: ['Esc'], does: 'settings.keys.cancel' },
    ],
  },
  {
    title: 'settings.keys.tables',
    shortcuts: [
      { keys: ['↑', '↓'], does: 'settings.keys.move' },
      { keys: ['PgUp', 'PgDn'], does: 'settings.keys.page' },
      { keys: ['Home', 'End'], does: 'settings.keys.ends' },
      { keys: ['Enter'], does: 'settings.keys.details' },
      { keys: ['←', '→'], does: 'settings.keys.fold' },
      { keys: ['Space'], does: 'settings.keys.select' },
      { keys: ['Shift+↑', 'Shift+↓'], does: 'settings.keys.extend' },
      { keys: ['Mod+A'], does: 'settings.keys.all' },
      { keys: ['F2'], does: 'settings.keys.edit' },
      { keys: ['Del'], does: 'settings.keys.remove' },
      { keys: ['F2', 'Del'], does: 'settings.keys.editMany' },
      { keys: ['Shift+F10'], does: 'settings.keys.rowMenu' },
      { keys: ['Alt+↑', 'Alt+↓'], does: 'settings.keys.moveRow' },
    ],
  },
]

/** Whether a key press opens the sheet: a `?` without modifiers that is not typed into a field. */
export function asksForHelp(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>,
  isTyping: boolean,
): boolean {
  return event.key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing && !isTyping
}

/** Whether a key press goes to the filter: `/` outside a text field, or Ctrl/Cmd+F anywhere. */
export function asksForSearch(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>,
  isTyping: boolean,
): boolean {
  if (event.altKey || event.isComposing) return false
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'f'
  return event.key === '/' && !isTyping
}

const textInputs = /^(?:text|search|url|email|password|number|tel|date|time|datetime-local|month|week)$/

/** Whether pressed keys become text in this element. */
export function isTypedInto(
  element: { readonly tagName: string; readonly type?: string; readonly isContentEditable?: boolean } | null,
): boolean {
  if (element === null) return false
  if (element.isContentEditable === true || element.tagName === 'TEXTAREA' || element.tagName === 'SELECT') return true
  return element.tagName === 'INPUT' && textInputs.test(element.type ?? 'text')
}
