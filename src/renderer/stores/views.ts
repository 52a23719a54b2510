import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { SavedView, ViewDraftInput } from '../../shared/model/views.ts'
import { api } from '../api/client.ts'

/** Saved views of the combined tables, in the user's order: a copy of what core holds. */
export const useViewsStore = defineStore('views', () => {
  const held = shallowRef<readonly SavedView[] | null>(null)
  const lastOpenId = shallowRef<string | null>(null)
  const untouched = shallowRef(false)
  const views = computed(() => held.value ?? [])
  return {
    views,
    loaded: computed(() => held.value !== null),
    byId: computed(() => new Map(views.value.map((view) => [view.id, view]))),
    /** The view that was open when the app was last used. */
    lastOpenId: computed(() => lastOpenId.value),
    /** No view was ever saved or removed here. */
    untouched: computed(() => untouched.value),
    replace(next: readonly SavedView[]) {
      held.value = next
      untouched.value = false
    },
    async load() {
      const known = await api.call('views.list', {})
      held.value = known.views
      lastOpenId.value = known.lastOpenId
      untouched.value = known.untouched
    },
    /** A new view, or with `id` that one anew. */
    async save(view: ViewDraftInput, id?: string): Promise<SavedView> {
      const saved = await api.call('views.save', id === undefined ? { view } : { id, view })
      // The answer may come before the event that tells of it, and the view is to be opened at once.
      if (!views.value.some((known) => known.id === saved.id)) held.value = [...views.value, saved]
      return saved
    },
    remove: (id: string) => api.call('views.remove', { id }),
    reorder: (ids: readonly string[]) => api.call('views.reorder', { ids }),
    async opened(id: string | null) {
      lastOpenId.value = id
      await api.call('views.opened', { id })
    },
  }
})
