import { computed, onScopeDispose, shallowRef } from 'vue'

/** What would be lost by going elsewhere: an open dialog, or unsaved text on the page. */
export type UnsavedKind = 'dialog' | 'draft'

interface UnsavedGuard {
  readonly kind: UnsavedKind
  readonly isUnsaved: () => boolean
}
const guards = shallowRef<readonly UnsavedGuard[]>([])

const hasUnsaved = (wanted: UnsavedKind) => guards.value.some(({ kind, isUnsaved }) => kind === wanted && isUnsaved())

/** Whether the page has unsaved text, also while a dialog covers it. */
export const hasDraft = computed(() => hasUnsaved('draft'))

/** What keeps the user on the screen now, a dialog before a draft; null if nothing would be lost by going elsewhere. */
export const unsaved = computed<UnsavedKind | null>(() =>
  hasUnsaved('dialog') ? 'dialog' : hasDraft.value ? 'draft' : null,
)

/** Keeps the user on the screen while `isUnsaved`, which may be reactive, returns true and the calling scope lives. */
export function useUnsavedGuard(kind: UnsavedKind, isUnsaved: () => boolean): void {
  const guard = { kind, isUnsaved }
  guards.value = [...guards.value, guard]
  onScopeDispose(() => (guards.value = guards.value.filter((each) => each !== guard)))
}
