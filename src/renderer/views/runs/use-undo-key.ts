import { Undo2 } from '@lucide/vue'
import { useEventListener } from '@vueuse/core'
import type { UndoPreview, UndoStep } from '../../../shared/model/undo.ts'
import { api } from '../../api/client.ts'
import { useChange } from '../../changes/use-change.ts'
import { useActions } from '../../composables/actions.ts'
import { type UndoTarget, useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { useChangesStore } from '../../stores/changes.ts'
import { isTypedInto } from '../../help/shortcuts.ts'
import { useUndoWords } from './use-undo-words.ts'

/** The age in ms from which a change is not undone at once, because the user may not remember it. */
const oldMs = 86_400_000

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

function targetOf({ line }: UndoStep): UndoTarget {
  if (line.type === 'run') return `run/${line.runId}`
  const { id, runId } = line.entry
  return runId === null ? `entry/${id}` : `run/${runId}`
}

/** Returns a function that undoes the newest change of all that can be undone, and says what it was. */
function useUndoNewest() {
  const { t } = useText()
  const toasts = useToasts()
  const bulk = useBulkStore()
  const changes = useChangesStore()
  const { undo } = useChange()
  const { undoEntry, failed } = useUndo()
  const words = useUndoWords()

  async function undoStep({ line, how }: UndoStep, named: ReturnType<typeof words.named>, text: string) {
    const undone = t('change.undoneAgo', named)
    if (line.type === 'entry' && how === 'profile')
      return undoEntry(line.entry.id, { undone, redone: t('change.undo.redone', named) }, text)
    const runId = line.type === 'run' ? line.runId : line.entry.runId
    if (runId === null) return
    if (how === 'plan' || line.type === 'run') {
      toasts.show({ title: t('change.undo.opened', named), ...(text === '' ? {} : { text }) })
      return bulk.act({ type: 'undo', runId })
    }
    const keys = line.entry.rowKey === null ? [] : [line.entry.rowKey]
    if (keys.some(changes.isBusy)) return void toasts.show({ title: t('change.busy') })
    return undo(runId, keys, undone, text)
  }

  async function undoNewest(preview: UndoPreview): Promise<void> {
    const { next } = preview
    const text = words.skipped(preview)
    if (next === null)
      return void toasts.show({ title: t('change.nothingToUndo'), text: text || t('change.undo.nothingText') })
    const named = words.named(next)
    const atMs = next.line.type === 'entry' ? next.line.entry.atMs : next.line.atMs
    if (next.how === 'plan' || Date.now() - atMs < oldMs) return undoStep(next, named, text)
    const run = () => void undoStep(next, named, text).catch(failed)
    toasts.show({
      title: t('change.undo.old', named),
      ...(text === '' ? {} : { text }),
      action: { label: t('action.undo'), run },
      undoes: targetOf(next),
    })
  }

  let isUndoing = false
  return async () => {
    if (isUndoing) return
    isUndoing = true
    try {
      await undoNewest(await api.call('undo.next', {}))
    } catch (thrown) {
      failed(thrown)
    } finally {
      isUndoing = false
    }
  }
}

/**
 * Undoes the newest change that can be undone on Ctrl/Cmd+Z and by a command: a change in Wisdeck itself or of one row
 * at once, a run of many by its undo plan. In a text field the key belongs to the field.
 */
export function useUndoKey(): void {
  const { t } = useText()
  const bulk = useBulkStore()
  const undoNewest = useUndoNewest()
  /** Over a form or a plan, undo would discard its content. */
  const isFree = () => bulk.step === 'closed' || bulk.step === 'run'

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || !asksForUndo(event) || isTypedInto(document.activeElement as HTMLInputElement | null))
      return
    if (!isFree()) return
    if (document.querySelector('[role="dialog"][aria-modal="true"], [role="alertdialog"], [role="menu"]') !== null)
      return
    event.preventDefault()
    void undoNewest()
  }
  useEventListener('keydown', onKey)
  useActions(() =>
    isFree()
      ? [
          {
            id: 'undo.newest',
            label: t('change.undo.command'),
            keywords: t('change.undo.keywords'),
            icon: Undo2,
            shortcut: 'Mod+Z',
            run: () => void undoNewest(),
          },
        ]
      : [],
  )
}
