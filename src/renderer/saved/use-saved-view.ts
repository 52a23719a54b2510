import { computed, onBeforeUnmount, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useToasts } from '../composables/toasts.ts'
import { useText } from '../i18n/index.ts'
import { useViewsStore } from '../stores/views.ts'
import { viewStateOf, type ViewStatePort, hasViewState, type ViewState } from './view-state.ts'

const isWorthSaving = ({ query, columns, groupBy }: ViewState) =>
  query.trim() !== '' || columns !== undefined || (groupBy ?? null) !== null
/**
 * The table itself keeps the column layout that the user arranged, and a view does not change that layout. So the
 * columns need not be restored when the view is closed.
 */
const withoutColumns = ({ columns: _, ...viewState }: ViewState): ViewState => viewState

/**
 * Connects a table to the address. `?view=<id>` applies a saved view while it is in the address. `?q=<filter>` is
 * removed from the address and becomes the filter that the user sees. Without a view the table is as the user left it.
 */
export function useSavedView(port: ViewStatePort) {
  const { t } = useText()
  const route = useRoute()
  const router = useRouter()
  const views = useViewsStore()
  const toasts = useToasts()

  const queryParameter = (name: string) => {
    const value = route.name === port.kind ? route.query[name] : undefined
    return typeof value === 'string' ? value : null
  }
  const viewId = computed(() => queryParameter('view'))
  const view = computed(() => {
    const found = viewId.value === null ? undefined : views.byId.get(viewId.value)
    return found?.kind === port.kind ? found : null
  })
  /** Removes parameters from the address. */
  const removeParameters = (...names: readonly string[]) => {
    const rest = Object.entries(route.query).filter(([name]) => !names.includes(name))
    void router.replace({ path: route.path, query: Object.fromEntries(rest) })
  }

  /** The state of the table before the first view was applied. */
  let stateBefore: ViewState | null = null
  const restoreState = () => {
    if (stateBefore !== null) port.write(stateBefore)
    stateBefore = null
  }
  watch(
    [viewId, () => views.loaded] as const,
    ([id, loaded]) => {
      if (id === null) return restoreState()
      if (!loaded) return
      if (view.value === null) {
        toasts.show({ title: t('views.gone'), tone: 'info' })
        removeParameters('view')
        return
      }
      stateBefore ??= withoutColumns(port.read())
      port.write(viewStateOf(view.value))
    },
    { immediate: true },
  )
  onBeforeUnmount(restoreState)

  watch(
    () => queryParameter('q'),
    (query) => {
      if (query === null) return
      port.filter(query)
      removeParameters('q')
    },
    { immediate: true },
  )
  return {
    /** The view in the address. */
    view,
    /** Whether the table differs from the view. */
    changed: computed(() => view.value !== null && !hasViewState(port.read(), viewStateOf(view.value))),
    /** Whether there is something to save: a filter, columns or groups that differ from those of a fresh table. */
    savable: computed(() => isWorthSaving(port.read())),
    /** Applies the state of the view again. */
    reset: () => view.value && port.write(viewStateOf(view.value)),
  }
}
export type SavedViewState = ReturnType<typeof useSavedView>
