import { computed, onScopeDispose, shallowRef } from 'vue'

/** What may stand on the screen that going elsewhere would lose: an open dialog, or text typed into the page and not saved. */
export type Hold = 'dialog' | 'draft'

interface Holder {
  readonly kind: Hold
  readonly holds: () => boolean
}
const holders = shallowRef<readonly Holder[]>([])

/** What holds the screen now, a dialog before a draft; null where nothing is lost by going elsewhere. */
export const heldBy = computed<Hold | null>(() => {
  const holding = holders.value.filter(({ holds }) => holds())
  return holding.find(({ kind }) => kind === 'dialog')?.kind ?? holding[0]?.kind ?? null
})

/** Holds the screen while `holds` is true and for as long as the calling scope lives. `holds` may depend on state. */
export function useHold(kind: Hold, holds: () => boolean): void {
  const holder = { kind, holds }
  holders.value = [...holders.value, holder]
  onScopeDispose(() => (holders.value = holders.value.filter((each) => each !== holder)))
}
