import { computed, onBeforeUnmount, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useToasts } from '../composables/toasts.ts'
import { useText } from '../i18n/index.ts'
import { useViewsStore } from '../stores/views.ts'
import { viewStateOf, type ViewStatePort, hasViewState, type ViewState } from './view-state.ts'

const isWorthKeeping = ({ query, columns, groupBy }: ViewState) =>
  query.trim() !== '' || columns !== undefined || (groupBy ?? null) !== null
/**
 * What the user has arranged for all of the table is kept by the table: a view stands before it and leaves it as it
 * was.
 */
const withoutColumns = ({ columns: _, ...viewState }: ViewState): ViewState => viewState

/**
 * Joins a table to the address: `?view=<id>` puts a saved view on it for as long as it stands there, `?q=<filter>` a
 * filter that can be seen and taken away. Without a view the table is as the user left it.
 */
export function useSavedView(port: ViewStatePort) {
  const { t } = useText()
  const route = useRoute()
  const router = useRouter()
  const views = useViewsStore()
  const toasts = useToasts()

  const asked = (name: string) => {
    const value = route.name === port.kind ? route.query[name] : undefined
    return typeof value === 'string' ? value : null
  }
  const viewId = computed(() => asked('view'))
  const view = computed(() => {
    const found = viewId.value === null ? undefined : views.byId.get(viewId.value)
    return found?.kind === port.kind ? found : null
  })
  /** The address without what has been taken out of it. */
  const clear = (...names: readonly string[]) => {
    const rest = Object.entries(route.query).filter(([name]) => !names.includes(name))
    void router.replace({ path: route.path, query: Object.fromEntries(rest) })
  }

  /** The table as it was before the first view was put on it. */
  let own: ViewState | null = null
  const giveBack = () => {
    if (own !== null) port.write(own)
    own = null
  }
  watch(
    [viewId, () => views.loaded] as const,
    ([id, loaded]) => {
      if (id === null) return giveBack()
      if (!loaded) return
      if (view.value === null) {
        toasts.show({ title: t('views.gone'), tone: 'info' })
        clear('view')
        return
      }
      own ??= withoutColumns(port.read())
      port.write(viewStateOf(view.value))
    },
    { immediate: true },
  )
  onBeforeUnmount(giveBack)

  watch(
    () => asked('q'),
    (query) => {
      if (query === null) return
      port.filter(query)
      clear('q')
    },
    { immediate: true },
  )
  return {
    /** The view whose address this is. */
    view,
    /** The table does not look as the view has it any more. */
    changed: computed(() => view.value !== null && !hasViewState(port.read(), viewStateOf(view.value))),
    /** There is something to save: a filter, or whatever else is not as a fresh table has it. */
    savable: computed(() => isWorthKeeping(port.read())),
    /** Puts the view's own look back. */
    reset: () => view.value && port.write(viewStateOf(view.value)),
  }
}
export type SavedViewState = ReturnType<typeof useSavedView>
