import { watch } from 'vue'
import type { ViewDraftInput } from '../../shared/model/views.ts'
import { useUndo } from '../composables/undo.ts'
import { useText } from '../i18n/index.ts'
import { allKinds } from '../kinds/index.ts'
import { useServersStore } from '../stores/servers.ts'
import { useViewsStore } from '../stores/views.ts'

/**
 * Adds a few views to an app that never had any, as soon as there is a server. They can be renamed and removed like
 * all others, and do not come back then. Their names are stored when they are added, so `isLanguageReady` must first
 * report that the user's language is in use. Their ids are fixed, so that two windows add them only once.
 */
export function useSuggestedViews(isLanguageReady: () => boolean): void {
  const { t } = useText()
  const serversStore = useServersStore()
  const views = useViewsStore()
  const { failed } = useUndo()
  const suggested = (): readonly (ViewDraftInput & { readonly id: string })[] =>
    allKinds.flatMap(({ kind, suggestedViews }) =>
      suggestedViews.map(({ id, name, query }) => ({ id, kind, name: t(name), query })),
    )
  const stop = watch(
    () => isLanguageReady() && views.loaded && views.untouched && serversStore.servers.length > 0,
    async (isDue) => {
      if (!isDue) return
      void Promise.resolve().then(() => stop())
      try {
        for (const { id, ...view } of suggested()) await views.save(view, id, true)
      } catch (thrown) {
        failed(thrown)
      }
    },
    { immediate: true },
  )
}
