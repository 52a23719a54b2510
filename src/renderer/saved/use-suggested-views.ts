import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SavedView } from '../../shared/model/views.ts'
import { useUndo } from '../composables/undo.ts'
import { type MessageKey, useText } from '../i18n/index.ts'
import { allKinds } from '../kinds/index.ts'
import { useServersStore } from '../stores/servers.ts'
import { useViewsStore } from '../stores/views.ts'
import { draftOf, viewStateOf } from './view-state.ts'

/**
 * Adds a few views to an app that never had any, as soon as there is a server. They can be renamed and removed like
 * all others, and do not come back then. Their names are stored in the user's language, so `isLanguageReady` must first
 * report that it is in use, and follow it as long as the user has not renamed them. Their ids are fixed, so that two
 * windows add them only once.
 */
export function useSuggestedViews(isLanguageReady: () => boolean): void {
  const scope = useI18n({ useScope: 'global' })
  const { t } = useText()
  const serversStore = useServersStore()
  const views = useViewsStore()
  const { failed } = useUndo()
  const suggested = allKinds.flatMap(({ kind, suggestedViews }) => suggestedViews.map((view) => ({ ...view, kind })))

  const stop = watch(
    () => isLanguageReady() && views.loaded && views.untouched && serversStore.servers.length > 0,
    async (isDue) => {
      if (!isDue) return
      void Promise.resolve().then(() => stop())
      try {
        for (const { id, name, ...view } of suggested) await views.save({ ...view, name: t(name) }, id, true)
      } catch (thrown) {
        failed(thrown)
      }
    },
    { immediate: true },
  )

  /** Whether a view has the name that it was suggested by, in any language that is loaded. */
  const isNamedBy = (name: MessageKey, view: SavedView) =>
    scope.availableLocales.some((locale) => scope.t(name, {}, { locale }) === view.name)
  watch(
    () => (isLanguageReady() && views.loaded ? scope.locale.value : null),
    async (isIn) => {
      if (isIn === null) return
      try {
        for (const { id, name } of suggested) {
          const view = views.byId.get(id)
          if (view && view.name !== t(name) && isNamedBy(name, view))
            await views.save(draftOf(view.kind, t(name), viewStateOf(view)), id, true)
        }
      } catch (thrown) {
        failed(thrown)
      }
    },
    { immediate: true },
  )
}
