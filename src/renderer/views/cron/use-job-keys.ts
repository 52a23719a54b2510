import { onBeforeUnmount, onMounted } from 'vue'

export interface JobKeys {
  readonly search: () => void
  readonly refresh: () => void
  readonly edit: () => void
  readonly remove: () => void
  /** True where there was something to close. */
  readonly close: () => boolean
}

const isIn = (target: EventTarget | null, selector: string) => target instanceof Element && target.closest(selector) !== null

/** The screen's keys. They rest while a dialog or menu is open, and leave to a text field what means something there. */
export function useJobKeys(keys: JobKeys): void {
  function onKey(event: KeyboardEvent): void {
    const { key, target } = event
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return
    const isTyping = isIn(target, 'textarea, select, [contenteditable], input:not([type="checkbox"]):not([type="radio"])')
    if (key === 'F5') keys.refresh()
    else if (key === 'F2') keys.edit()
    else if (key === '/' && !isTyping) keys.search()
    else if (key === 'Delete' && !isTyping) keys.remove()
    else if (key !== 'Escape' || isTyping || !keys.close()) return
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
