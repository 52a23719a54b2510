import { computed, type Ref, shallowRef, watch } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import { useText } from '../i18n/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useServersStore } from '../stores/servers.ts'
import type { RowsByKey } from '../table/row-slots.ts'
import { useOpened } from './opened.ts'
import { useToasts } from './toasts.ts'
import { hasDraft } from './unsaved-guard.ts'

/** What opening a row needs from a combined table. */
interface OpenRowPort<Row> {
  readonly kind: ListedKind
  readonly activeKey: Ref<string | null>
  readonly rowByKey: Readonly<Ref<RowsByKey<Row>>>
  readonly nameOf: (row: Row) => string
}

/**
 * Holds which row of a combined table the side panel shows. An open panel follows the row that has the keyboard
 * focus. It keeps its row while the focus is on a group header, and while it has unsaved input.
 */
export function useOpenRow<Row extends object>({ kind, activeKey, rowByKey, nameOf }: OpenRowPort<Row>) {
  const { t } = useText()
  const toasts = useToasts()
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
  const row = computed(() => (key.value === null ? undefined : rowByKey.value.get(key.value)))

  /** Whether a row exists. Returns null if that is not known, for example because its server was never read. */
  function find(wanted: string): boolean | null {
    if (rowByKey.value.has(wanted)) return true
    if (!serversStore.loaded || !inventory.loaded) return null
    const serverId = wanted.slice(0, wanted.indexOf('/'))
    return inventory.sliceOf(kind, serverId) === undefined && serversStore.byId.has(serverId) ? null : false
  }
  const opened = useOpened(kind, key, find)
  watch(activeKey, (active) => {
    if (row.value !== undefined && active !== null && rowByKey.value.has(active) && !hasDraft.value) key.value = active
  })
  // The row was deleted. A row that was just created is opened before it arrives.
  watch(row, (now, before) => {
    if (now === undefined && before !== undefined && !rowByKey.value.has(key.value ?? '')) key.value = null
  })

  return {
    row,
    /** Opens a row. Returns false and tells the user if unsaved input keeps another row open. */
    open(wanted: string): boolean {
      const open = row.value
      if (open === undefined || key.value === wanted || !hasDraft.value) {
        opened.open(wanted)
        return true
      }
      toasts.show({
        title: t('shell.unsaved.draft'),
        text: t('rows.stays', { name: nameOf(open) }),
        tone: 'warn',
        action: { label: t('rows.staysLeave'), run: () => opened.open(wanted) },
        durationMs: 15_000,
      })
      return false
    },
    close: () => void (key.value = null),
  }
}
