import { computed, type ComputedRef, type Ref } from 'vue'
import { useAnnounce } from '../composables/announce.ts'
import { useText } from '../i18n/index.ts'
import { type RowSlots, slotOf } from '../table/row-slots.ts'
import {
  addSlots,
  updateSelection,
  countServers,
  countShown,
  isSameSelection,
  type SlotSelection,
  removeSlots,
  type Selection,
  toggleSlot,
  toggleSlots,
} from '../table/selection.ts'

/** Manages the selection of a grid. `order` is what the filter shows. `set` announces a change to screen readers. */
export function useGridSelection<Row>(
  selection: Ref<Selection>,
  rowSlots: Readonly<Ref<RowSlots<Row>>>,
  order: Readonly<Ref<Uint32Array>>,
) {
  const { t, tn, number } = useText()
  const announce = useAnnounce()
  const chosen: ComputedRef<SlotSelection<Row>> = computed(() => updateSelection(selection.value, rowSlots.value))
  const shown = computed(() => countShown(chosen.value, order.value))

  /** Returns a sentence such as "340 selected on 22 servers, 18 hidden by the filter". */
  const sentence = (next: SlotSelection<Row>): string => {
    if (next.size === 0) return t('shell.grid.noneSelected')
    const servers = countServers(next)
    const isFleet = next.rowSlots.blocks.size > 1
    const hidden = next.size - countShown(next, order.value)
    const countWords = isFleet
      ? t(servers === 1 ? 'shell.selection.onOneServer' : 'shell.selection.onServers', {
          n: number(next.size),
          servers: number(servers),
        })
      : tn('shell.grid.allSelected', next.size)
    return hidden === 0
      ? countWords
      : t('shell.grid.withHidden', { told: countWords, hidden: tn('shell.selection.hidden', hidden) })
  }

  const set = (next: Selection) => {
    selection.value = next
    announce(sentence(updateSelection(next, rowSlots.value)))
  }

  return {
    chosen,
    set,
    isSame: (a: Selection, b: Selection) => isSameSelection(a, b, rowSlots.value),
    state: computed(() => (shown.value === 0 ? 'none' : shown.value === order.value.length ? 'all' : 'some')),
    toggled: (key: string) => toggleSlot(chosen.value, rowSlots.value, slotOf(rowSlots.value, key)),
    withAll: (to: Selection) => addSlots(to, rowSlots.value, order.value),
    toggledRows: (rows: Uint32Array) => toggleSlots(chosen.value, rowSlots.value, rows),
    withRows: (to: Selection, rows: Uint32Array) => addSlots(to, rowSlots.value, rows),
    withoutShown: () => removeSlots(chosen.value, rowSlots.value, order.value),
  }
}

/**
 * Returns a function that gives a label with the name of a row. Labels are cached for each row, because scrolling
 * draws the same rows again and again.
 */
export function useRowLabels<Row extends object>(
  key: 'shell.grid.selectRow' | 'shell.grid.rowMenu',
  nameOf: (row: Row) => string,
): (row: Row) => string {
  const { t, locale } = useText()
  const labels = computed(() => ({ locale: locale.value, byRow: new WeakMap<Row, string>() }))
  return (row) => {
    const { byRow } = labels.value
    const label = byRow.get(row) ?? t(key, { name: nameOf(row) })
    byRow.set(row, label)
    return label
  }
}
