import { computed, shallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized, useRouter } from 'vue-router'
import { freeIpSetName } from '../../../shared/ip-sets.ts'
import type { IpSet, IpSetDraft } from '../../../shared/model/ip-sets.ts'
import { isOpened } from '../../composables/opened.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'

type Panel =
  /** Shows the active row, so that the arrow keys go from set to set. */
  | { readonly what: 'show' }
  | { readonly what: 'edit'; readonly set: IpSet; readonly focusOn: 'name' | 'text' }
  | { readonly what: 'new'; readonly start: IpSetDraft }

const emptyDraft: IpSetDraft = { name: '', note: '', text: '' }

/**
 * The panel beside the table: one set, or the form of one. `leave` asks the user before it discards unsaved input.
 * `edit`, `create`, `duplicate` and leaving the screen ask too; `show` and `close` discard it at once.
 */
export function useSetPanel() {
  const ipSets = useIpSetsStore()
  const router = useRouter()
  const panel = shallowRef<Panel | null>(null)
  /** A new number for each panel that is shown, so that each form starts fresh. */
  const formKey = shallowRef(0)
  const isDirty = shallowRef(false)
  /** What to do once the user has agreed to discard unsaved input. */
  const afterDiscard = shallowRef<(() => void) | null>(null)

  function show(next: Panel | null): void {
    isDirty.value = false
    formKey.value += 1
    panel.value = next
  }
  function leave(then: () => void): void {
    if (isDirty.value) afterDiscard.value = then
    else then()
  }
  function guardInput(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
    if (!isDirty.value || (to.path === from.path && isOpened(to))) return true
    leave(() => void router.push(to))
    return false
  }
  onBeforeRouteLeave(guardInput)
  onBeforeRouteUpdate(guardInput)

  return {
    panel: computed(() => panel.value),
    formKey: computed(() => formKey.value),
    isDirty,
    isAsking: computed({
      get: () => afterDiscard.value !== null,
      set: (isOpen) => isOpen || (afterDiscard.value = null),
    }),
    discard() {
      const then = afterDiscard.value
      afterDiscard.value = null
      isDirty.value = false
      then?.()
    },
    leave,
    show: () => show({ what: 'show' }),
    close: () => show(null),
    edit: (set: IpSet, focusOn: 'name' | 'text') => leave(() => show({ what: 'edit', set, focusOn })),
    create: () => leave(() => show({ what: 'new', start: emptyDraft })),
    duplicate: ({ name, note, text }: IpSet) =>
      leave(() =>
        show({
          what: 'new',
          start: { name: freeIpSetName(name, (key) => ipSets.named(key) !== undefined), note, text },
        }),
      ),
  }
}
