import { computed, onScopeDispose, shallowRef, type WritableComputedRef } from 'vue'
import { useSettingsStore } from '../stores/settings.ts'
import { plainLayout, type ColumnLayout } from '../table/layout.ts'

/** A width that is being dragged is kept once the hand rests. */
const restMs = 400

/** The columns of one table as the user has arranged them, kept among the settings under its name. */
export function useColumnLayout(table: string): WritableComputedRef<ColumnLayout> {
  const store = useSettingsStore()
  const mine = shallowRef<ColumnLayout | null>(null)
  let timer: ReturnType<typeof setTimeout> | null = null

  async function keep(): Promise<void> {
    const layout = mine.value
    timer = null
    if (layout === null) return
    const { order, visible, widths } = layout
    // Where it cannot be kept it still holds for as long as the screen is open.
    await store
      .change({ columns: { ...store.settings?.columns, [table]: { order: [...order], visible, widths } } })
      .catch(() => undefined)
  }
  onScopeDispose(() => {
    if (timer === null) return
    clearTimeout(timer)
    void keep()
  })

  return computed({
    get: () => mine.value ?? store.settings?.columns[table] ?? plainLayout,
    set(layout) {
      mine.value = layout
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => void keep(), restMs)
    },
  })
}
