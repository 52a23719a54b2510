import { useEventListener } from '@vueuse/core'

/** What the keys of a screen with a table do. Esc is not among them: an open panel handles it. */
interface ScreenKeys {
  readonly search: () => void
  readonly refresh: () => void
  readonly edit: () => void
  readonly remove: () => void
}

const typing = 'textarea, select, [contenteditable], input:not([type="checkbox"]):not([type="radio"])'
const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

/**
 * `/` searches, F5 refreshes, F2 edits, Del deletes. None of them works under a dialog or a menu; `/` and Del do not
 * work where text is typed.
 */
export function useScreenKeys(keys: ScreenKeys): void {
  const whileTyping = new Map([
    ['F5', keys.refresh],
    ['F2', keys.edit],
  ])
  const otherwise = new Map([
    ['/', keys.search],
    ['Delete', keys.remove],
  ])

  function onKey(event: KeyboardEvent): void {
    const { key, target } = event
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    // In a browser F5 would reload the page and lose what is being typed.
    if (key === 'F5') event.preventDefault()
    if (document.querySelector(layers) !== null) return
    const isTyping = target instanceof Element && target.closest(typing) !== null
    const run = whileTyping.get(key) ?? (isTyping ? undefined : otherwise.get(key))
    if (run === undefined) return
    event.preventDefault()
    run()
  }
  useEventListener('keydown', onKey)
}
