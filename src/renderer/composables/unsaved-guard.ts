import { computed, onScopeDispose, shallowRef } from 'vue'

/**
 * What may stand on the screen that going elsewhere would lose: an open dialog, or text typed into the page and not
 * saved.
 */
export type UnsavedKind = 'dialog' | 'draft'

interface UnsavedGuard {
  readonly kind: UnsavedKind
  readonly isUnsaved: () => boolean
}
const guards = shallowRef<readonly UnsavedGuard[]>([])

const hasUnsaved = (wanted: UnsavedKind) => guards.value.some(({ kind, isUnsaved }) => kind === wanted && isUnsaved())

/** Whether something is typed into the page and not saved, also while a dialog is over it. */
export const hasDraft = computed(() => hasUnsaved('draft'))

/** What holds the screen now, a dialog before a draft; null where nothing is lost by going elsewhere. */
export const unsaved = computed<UnsavedKind | null>(() =>
  hasUnsaved('dialog') ? 'dialog' : hasDraft.value ? 'draft' : null,
)

/** Holds the screen while `holds` is true and for as long as the calling scope lives. `holds` may depend on state. */
export function useUnsavedGuard(kind: UnsavedKind, isUnsaved: () => boolean): void {
  const guard = { kind, isUnsaved }
  guards.value = [...guards.value, guard]
  onScopeDispose(() => (guards.value = guards.value.filter((each) => each !== guard)))
}
