import { useRoute, useRouter } from 'vue-router'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { SavedView } from '../../shared/model/views.ts'
import { useUndo } from '../composables/undo.ts'
import { useText } from '../i18n/index.ts'
import { useViewsStore } from '../stores/views.ts'
import { draftOf, viewStateOf, type ViewState, viewRoute } from './view-state.ts'

/**
 * The commands for saved views. Each reports its failure and, except `move`, its success. Those that change or remove a
 * view offer an undo.
 */
export function useViewCommands() {
  const { t } = useText()
  const views = useViewsStore()
  const router = useRouter()
  const route = useRoute()
  const { done, failed } = useUndo()

  async function attempt(subject: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      failed(thrown, subject)
    }
  }
  const change = (view: SavedView, name: string, viewState: ViewState, title: string) =>
    attempt(view.name, async () => {
      await views.save(draftOf(view.kind, name, viewState), view.id)
      await done({
        title,
        made: { action: 'views.save', subject: name },
        undone: t('common.asBefore', { name: view.name }),
      })
    })

  return {
    create: (kind: ListedKind, name: string, viewState: ViewState) =>
      attempt(name, async () => {
        const saved = await views.save(draftOf(kind, name, viewState))
        await router.push(viewRoute(saved))
        await done({ title: t('views.done.saved', { name: saved.name }) })
      }),

    update: (view: SavedView, viewState: ViewState) =>
      change(view, view.name, viewState, t('views.done.updated', { name: view.name })),

    rename: (view: SavedView, name: string) => change(view, name, viewStateOf(view), t('views.done.renamed', { name })),

    remove: (view: SavedView) =>
      attempt(view.name, async () => {
        if (route.query['view'] === view.id) await router.replace({ path: route.path, query: {} })
        await views.remove(view.id)
        await done({
          title: t('views.done.removed', { name: view.name }),
          made: { action: 'views.remove', subject: view.name },
          undone: t('views.done.back', { name: view.name }),
        })
      }),

    /** Moves a view up or down by one in the side bar. */
    move: (view: SavedView, step: -1 | 1) =>
      attempt(view.name, async () => {
        const ids = views.views.map(({ id }) => id)
        const from = ids.indexOf(view.id)
        ids.splice(from, 1)
        ids.splice(Math.max(0, from + step), 0, view.id)
        await views.reorder(ids)
      }),
  }
}
