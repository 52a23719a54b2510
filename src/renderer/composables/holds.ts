import { computed, onScopeDispose, shallowRef } from 'vue'

/**
 * What may stand on the screen that going elsewhere would lose: an open dialog, or text typed into the page and not
 * saved.
 */
export type Hold = 'dialog' | 'draft'

interface Holder {
  readonly kind: Hold
  readonly holds: () => boolean
}
const holders = shallowRef<readonly Holder[]>([])

const isHeldBy = (wanted: Hold) => holders.value.some(({ kind, holds }) => kind === wanted && holds())

/** Whether something is typed into the page and not saved, also while a dialog is over it. */
export const hasDraft = computed(() => isHeldBy('draft'))

/** What holds the screen now, a dialog before a draft; null where nothing is lost by going elsewhere. */
export const heldBy = computed<Hold | null>(() => (isHeldBy('dialog') ? 'dialog' : hasDraft.value ? 'draft' : null))

/** Holds the screen while `holds` is true and for as long as the calling scope lives. `holds` may depend on state. */
export function useHold(kind: Hold, holds: () => boolean): void {
  const holder = { kind, holds }
  holders.value = [...holders.value, holder]
  onScopeDispose(() => (holders.value = holders.value.filter((each) => each !== holder)))
}
