import { onScopeDispose, watch } from 'vue'
import { onEvent } from '../../api/client.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useRunsStore } from '../../stores/runs.ts'

/** Removes a toast that offers to undo a change once the change has been undone, in whatever way. */
export function useUndoneToasts(): void {
  const toasts = useToasts()
  const runs = useRunsStore()
  watch(
    () => [...runs.byId.values()].filter(({ undoneAll }) => undoneAll),
    (undone) => undone.forEach(({ id }) => toasts.withdrawUndo(`run/${id}`)),
    { immediate: true },
  )
  onScopeDispose(
    onEvent('activity.added', ({ undoOf }) => void (undoOf !== null && toasts.withdrawUndo(`entry/${undoOf}`))),
  )
}
