import { useTimeoutFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, type WritableComputedRef } from 'vue'
import { useSettingsStore } from '../stores/settings.ts'
import { plainLayout, type ColumnLayout } from '../table/layout.ts'

/** Widths change constantly during a drag, so they are saved this long after the last change. */
const saveDelayMs = 400

/** The columns of one table as the user has arranged them, saved in the settings under the table's name. */
export function useColumnLayout(table: string): WritableComputedRef<ColumnLayout> {
  const store = useSettingsStore()
  const ownLayout = shallowRef<ColumnLayout | null>(null)

  async function save(): Promise<void> {
    const layout = ownLayout.value
    if (layout === null) return
    const { order, visible, widths } = layout
    // If saving fails, the layout still applies while the screen is open.
    await store
      .change({ columns: { ...store.settings?.columns, [table]: { order: [...order], visible, widths } } })
      .catch(() => undefined)
  }
  // Before the timer ends with the screen, what waits for it is saved.
  onScopeDispose(() => isPending.value && void save())
  const { isPending, start: saveSoon } = useTimeoutFn(save, saveDelayMs, { immediate: false })

  return computed({
    get: () => ownLayout.value ?? store.settings?.columns[table] ?? plainLayout,
    set(layout) {
      ownLayout.value = layout
      saveSoon()
    },
  })
}
