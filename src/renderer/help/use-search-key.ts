import { useEventListener } from '@vueuse/core'
import { isTypedInto } from './shortcuts.ts'

/** Whether a key press goes to the filter: `/` outside a text field, or Ctrl/Cmd+F anywhere. */
export function asksForSearch(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>,
  isTyping: boolean,
): boolean {
  if (event.altKey || event.isComposing) return false
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'f'
  return event.key === '/' && !isTyping
}

/** Moves the focus to the filter of the open screen. Does nothing if the screen has no filter or a dialog is open. */
export function useSearchKey(): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !asksForSearch(event, isTypedInto(document.activeElement as HTMLInputElement | null)))
      return
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return
    const field = document.querySelector<HTMLInputElement>('main [role="search"] input')
    if (field === null) return
    event.preventDefault()
    field.focus()
    field.select()
  }
  useEventListener('keydown', onKey)
}
