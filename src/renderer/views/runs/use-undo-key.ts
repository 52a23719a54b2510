import { useEventListener } from '@vueuse/core'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { isTypedInto } from '../../help/shortcuts.ts'
import { lastUndoable } from './run-words.ts'

/** Returns whether a key press asks for undo: Ctrl or Cmd with Z and no other modifier. */
export function asksForUndo(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>,
): boolean {
  return (
    event.key.toLowerCase() === 'z' &&
    (event.ctrlKey || event.metaKey) &&
    !event.altKey &&
    !event.shiftKey &&
    !event.isComposing
  )
}

/** Opens the plan that undoes the last run on Ctrl/Cmd+Z. In a text field the key belongs to the field. */
export function useUndoKey(): void {
  const { t } = useText()
  const toasts = useToasts()
  const bulk = useBulkStore()
  const runs = useRunsStore()

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || !asksForUndo(event) || isTypedInto(document.activeElement as HTMLInputElement | null))
      return
    // Over a form or a plan, undo would discard its content.
    if (bulk.step !== 'closed' && bulk.step !== 'run') return
    if (document.querySelector('[role="dialog"][aria-modal="true"], [role="alertdialog"], [role="menu"]') !== null)
      return
    event.preventDefault()
    const run = lastUndoable(runs.runs)
    if (run === null) toasts.show({ title: t('runs.undo.noRun') })
    else void bulk.act({ type: 'undo', runId: run.id })
  }
  useEventListener('keydown', onKey)
}
