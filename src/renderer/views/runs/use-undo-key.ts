import { useEventListener } from '@vueuse/core'
import { api, errorOf } from '../../api/client.ts'
import { useChangeWords } from '../../changes/use-change-words.ts'
import { undoKeys, useChange } from '../../changes/use-change.ts'
import { relativeTime } from '../../composables/relative-time.ts'
import { useToasts } from '../../composables/toasts.ts'
import type { Run } from '../../../shared/model/run.ts'
import { useText } from '../../i18n/index.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { useChangesStore } from '../../stores/changes.ts'
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

/**
 * Undoes the newest change that can be undone on Ctrl/Cmd+Z: a change of one row at once, a run of many by its undo
 * plan. In a text field the key belongs to the field.
 */
export function useUndoKey(): void {
  const { t, locale } = useText()
  const toasts = useToasts()
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const changes = useChangesStore()
  const { undo, tell } = useChange()
  const { what } = useChangeWords()
  let isUndoing = false

  /** Undoes a change of one row and names it, as in "Undone: disable lotus_deploy on web-12, 2m ago". */
  async function undoRowRun({ id, startedAtMs }: Run): Promise<void> {
    const { items } = await api.call('bulk.runItems', { runId: id, limit: 1 })
    const [item] = items
    if (item === undefined) return
    const keys = undoKeys(item)
    if (keys.some(changes.isBusy)) return void toasts.show({ title: t('change.busy') })
    const named = { what: what(item), ago: relativeTime(startedAtMs, Date.now(), locale.value) ?? t('common.justNow') }
    await undo(id, keys, t('change.undoneAgo', named))
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || !asksForUndo(event) || isTypedInto(document.activeElement as HTMLInputElement | null))
      return
    // Over a form or a plan, undo would discard its content.
    if (bulk.step !== 'closed' && bulk.step !== 'run') return
    if (document.querySelector('[role="dialog"][aria-modal="true"], [role="alertdialog"], [role="menu"]') !== null)
      return
    event.preventDefault()
    const run = lastUndoable([...runs.rowRuns, ...runs.runs].sort((a, b) => b.startedAtMs - a.startedAtMs))
    if (run === null) return void toasts.show({ title: t('change.nothingToUndo') })
    if (run.origin === 'rows') return void bulk.act({ type: 'undo', runId: run.id })
    if (isUndoing) return
    isUndoing = true
    undoRowRun(run)
      .catch((thrown: unknown) => tell(errorOf(thrown), ''))
      .finally(() => (isUndoing = false))
  }
  useEventListener('keydown', onKey)
}
