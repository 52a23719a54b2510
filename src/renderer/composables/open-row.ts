import { computed, type Ref, shallowRef, watch } from 'vue'
import { useServersStore } from '../stores/servers.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import type { RowsByKey } from '../table/row-slots.ts'
import { hasDraft } from './unsaved-guard.ts'
import { useOpened } from './opened.ts'

/**
 * Holds which row of a combined table the side panel shows. An open panel follows the row that has the keyboard
 * focus. It keeps its row while the focus is on a group header, and while it has unsaved input.
 */
export function useOpenRow<Row extends object>(
  kind: 'ftp' | 'cron',
  activeKey: Ref<string | null>,
  byKey: Readonly<Ref<RowsByKey<Row>>>,
) {
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const shown = shallowRef<string | null>(null)
  const key = computed({
    get: () => shown.value,
    set(next) {
      shown.value = next
      if (next !== null) activeKey.value = next
    },
  })
  const row = computed(() => (key.value === null ? undefined : byKey.value.get(key.value)))

  /** Whether a row exists. Returns null if that is not known, for example because its server was never read. */
  function find(wanted: string): boolean | null {
    if (byKey.value.has(wanted)) return true
    if (!serversStore.loaded || !inventory.loaded) return null
    const serverId = wanted.slice(0, wanted.indexOf('/'))
    const slice = kind === 'ftp' ? inventory.ftpSliceOf(serverId) : inventory.cronSliceOf(serverId)
    return slice === undefined && serversStore.byId.has(serverId) ? null : false
  }
  const { open } = useOpened(kind, key, find)
  watch(activeKey, (active) => {
    if (row.value !== undefined && active !== null && byKey.value.has(active) && !hasDraft.value) key.value = active
  })
  return { key, row, open, close: () => void (key.value = null) }
}
