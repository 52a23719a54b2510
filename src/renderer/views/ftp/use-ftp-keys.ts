import { onScopeDispose } from 'vue'

/** What the keys of the screen do. */
export interface FtpKeys {
  search(): void
  refresh(): void
  edit(): void
  remove(): void
  close(): boolean
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && !isToggle(target))
const isToggle = (target: HTMLElement): boolean => target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(target.type)

/** `/` searches, F5 reads anew, F2 edits, Del deletes, Esc closes the panel. None of them while a dialog or a menu is open. */
export function useFtpKeys(keys: FtpKeys): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    // In a browser it would load the page anew, with whatever is being typed.
    if (event.key === 'F5') event.preventDefault()
    if (document.querySelector('[role="dialog"], [role="menu"], [role="alertdialog"]') !== null) return
    if (event.key === 'F5') return keys.refresh()
    if (event.key === 'F2') return (event.preventDefault(), keys.edit())
    if (event.key === 'Escape') return void (keys.close() && event.preventDefault())
    if (isTyping(event.target)) return
    if (event.key === '/') return (event.preventDefault(), keys.search())
    if (event.key === 'Delete') return (event.preventDefault(), keys.remove())
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
