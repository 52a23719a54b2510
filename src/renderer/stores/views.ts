import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Output } from '../../shared/contract.ts'
import type { SavedView, ViewDraftInput } from '../../shared/model/views.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The saved views of the combined tables, in the user's order: a copy of those in core. */
export const useViewsStore = defineStore('views', () => {
  /** Undefined until it has been read. Then it is the view that this window has opened last. */
  const lastOpenId = shallowRef<string | null>()
  const known = createProjection<Omit<Output<'views.list'>, 'lastOpenId'>>(async () => {
    const answer = await api.numbered('views.list', {})
    if (lastOpenId.value === undefined) lastOpenId.value = answer.value.lastOpenId
    return answer
  })
  const views = computed(() => known.value.value?.views ?? [])
  return {
    views,
    loaded: computed(() => known.loaded.value && lastOpenId.value !== undefined),
    byId: computed(() => new Map(views.value.map((view) => [view.id, view]))),
    /** The id of the view that is open, or was when the app was last used. Null for none. */
    lastOpenId: computed(() => lastOpenId.value ?? null),
    /** No view was ever saved or removed here. */
    untouched: computed(() => known.value.value?.untouched ?? false),
    replace: (next: readonly SavedView[], seq: number) => known.replace({ views: next, untouched: false }, seq),
    load: known.load,
    /** Saves a new view, or with `id` the view of that id, whether it exists or not. */
    async save(view: ViewDraftInput, id?: string, suggested = false): Promise<SavedView> {
      const input = { view, suggested, ...(id === undefined ? {} : { id }) }
      const { seq, value: saved } = await api.numbered('views.save', input)
      // The answer may arrive before its event, and the view must be opened at once.
      if (!views.value.some(({ id: each }) => each === saved.id))
        known.replace({ views: [...views.value, saved], untouched: false }, seq)
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
