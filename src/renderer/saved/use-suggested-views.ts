import { watch } from 'vue'
import type { ViewDraftInput } from '../../shared/model/views.ts'
import { useUndo } from '../composables/undo.ts'
import { useText } from '../i18n/index.ts'
import { useServersStore } from '../stores/servers.ts'
import { useViewsStore } from '../stores/views.ts'

/**
 * Puts a few views into an app that never had any, as soon as there is a server: they can be renamed and removed like
 * all others, and once they are they do not come back. Their names stay as they are written first, so `speaks` says
 * when the user's language is spoken. Their ids are fixed, so that two windows make them once.
 */
export function useSuggestedViews(speaks: () => boolean): void {
  const { t } = useText()
  const serversStore = useServersStore()
  const views = useViewsStore()
  const { failed } = useUndo()
  const suggested = (): readonly (ViewDraftInput & { readonly id: string })[] => [
    { id: 'suggested-open', kind: 'ftp', name: t('field.unrestricted'), query: 'ip:any' },
    { id: 'suggested-failing', kind: 'cron', name: t('views.suggested.failing'), query: 'state:failing' },
    { id: 'suggested-missed', kind: 'cron', name: t('views.suggested.missed'), query: 'state:missed,late' },
  ]
  const stop = watch(
    () => speaks() && views.loaded && views.untouched && serversStore.servers.length > 0,
    async (isFirst) => {
      if (!isFirst) return
      void Promise.resolve().then(() => stop())
      try {
        for (const { id, ...view } of suggested()) await views.save(view, id)
      } catch (thrown) {
        failed(thrown)
      }
    },
    { immediate: true },
  )
}
