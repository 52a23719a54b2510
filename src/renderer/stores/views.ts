import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Output } from '../../shared/contract.ts'
import type { SavedView, ViewDraftInput } from '../../shared/model/views.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The value before the views have been read. */
const none: Output<'views.list'> = { views: [], lastOpenId: null, untouched: false }

/** The saved views of the combined tables, in the user's order: a copy of those in core. */
export const useViewsStore = defineStore('views', () => {
  const known = createProjection(() => api.call('views.list', {}))
  const current = computed(() => known.value.value ?? none)
  const views = computed(() => current.value.views)
  return {
    views,
    loaded: known.loaded,
    byId: computed(() => new Map(views.value.map((view) => [view.id, view]))),
    /** The id of the view that is open, or was when the app was last used. Null for none. */
    lastOpenId: computed(() => current.value.lastOpenId),
    /** No view was ever saved or removed here. */
    untouched: computed(() => current.value.untouched),
    replace: (next: readonly SavedView[]) => known.replace({ ...current.value, views: [...next], untouched: false }),
    load: known.load,
    /** Saves a new view, or with `id` the view of that id, whether it exists or not. */
    async save(view: ViewDraftInput, id?: string, suggested = false): Promise<SavedView> {
      const saved = await api.call('views.save', { view, suggested, ...(id === undefined ? {} : { id }) })
      // The answer may arrive before its event, and the view must be opened at once.
      if (!views.value.some(({ id: each }) => each === saved.id))
        known.replace({ ...current.value, views: [...views.value, saved] })
      return saved
    },
    remove: (id: string) => api.call('views.remove', { id }),
    reorder: (ids: readonly string[]) => api.call('views.reorder', { ids }),
    async opened(id: string | null) {
      if (known.loaded.value) known.replace({ ...current.value, lastOpenId: id })
      await api.call('views.opened', { id })
    },
  }
})
