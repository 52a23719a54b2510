import { ref } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import { useUndo } from '../composables/undo.ts'
import { useToasts } from '../composables/toasts.ts'
import { useText } from '../i18n/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'

/**
 * Reads the rows of one kind on all servers, or on the given ones, and shows in a toast how many servers answered. The
 * table names the servers that failed. `refreshing` is true during a refresh of all servers; a second one is ignored.
 */
export function useRefresh(kind: ListedKind) {
  const { t, tn, number } = useText()
  const inventory = useInventoryStore()
  const toasts = useToasts()
  const { failed } = useUndo()
  const refreshing = ref(false)

  async function refresh(serverIds?: string[]): Promise<void> {
    if (refreshing.value && serverIds === undefined) return
    refreshing.value = serverIds === undefined || refreshing.value
    try {
      const { statuses } = await inventory.refresh({
        kinds: [kind],
        ...(serverIds === undefined ? {} : { serverIds }),
      })
      const answered = statuses.filter((status) => status.kinds[kind].error === null).length
      const title =
        answered === statuses.length
          ? tn('count.serversRead', answered)
          : t('rows.refreshedSome', { n: number(answered), total: number(statuses.length) })
      toasts.show({ title, tone: answered === statuses.length ? 'ok' : 'warn', durationMs: 4000 })
    } catch (thrown) {
      failed(thrown)
    } finally {
      if (serverIds === undefined) refreshing.value = false
    }
  }
  return { refresh, refreshing }
}
