import { nextTick, shallowRef, type VNode } from 'vue'
import type { RowsScreen } from './kind.ts'

/** The one dialog that a combined screen has open. It is mounted only while it is open. */
export function useRowDialog(screen: Pick<RowsScreen<never>, 'focusTable'>) {
  const dialog = shallowRef<(() => VNode) | null>(null)
  return {
    dialog,
    show: (draw: () => VNode) => void (dialog.value = draw),
    /** Closes the dialog. The focus returns to the table if it would be lost. */
    close(): void {
      dialog.value = null
      void nextTick(() => {
        if (document.activeElement === document.body) screen.focusTable()
      })
    },
  }
}
