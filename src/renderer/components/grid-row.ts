import { defineComponent, h, renderSlot, type PropType, type Slots } from 'vue'
import { useText } from '../i18n/index.ts'
import type { Column } from '../table/columns.ts'
import AppCheckbox from './AppCheckbox.vue'
import RowState from './RowState.vue'
import type { Environment, RowStateName } from './types.ts'

/**
 * One row of a DataGrid. A component of its own that is told plain values, so that a scroll, a refresh or a click draws anew the
 * rows that it changes and no other. A render function, because a template hands slots on only with all rows drawn anew: the cells
 * are the grid's own slots, and what they read belongs to this row.
 */
export const GridRow = defineComponent({
  name: 'GridRow',
  props: {
    row: { type: Object, required: true },
    rowKey: { type: String, required: true },
    columns: { type: Array as PropType<readonly Column<never>[]>, required: true },
    cells: { type: Object as PropType<Slots>, required: true },
    environment: { type: String as PropType<Environment>, required: true },
    state: { type: String as PropType<RowStateName>, default: undefined },
    active: Boolean,
    dimmed: Boolean,
    topPx: { type: Number, required: true },
    /** Null where rows cannot be selected. */
    selected: { type: null as unknown as PropType<boolean | null>, required: true },
    checkLabel: { type: String, default: '' },
  },
  emits: {
    pick: (_key: string, _event: MouseEvent) => true,
    check: (_key: string, _event: MouseEvent) => true,
  },
  setup(props, { emit }) {
    const { t } = useText()
    const pick = (event: MouseEvent) => emit('pick', props.rowKey, event)
    const check = (event: MouseEvent) => emit('check', props.rowKey, event)
    const stop = (event: Event) => event.stopPropagation()

    const checkCell = () =>
      h('div', { key: 'check', class: 'grid-cell grid-check', role: 'gridcell', 'aria-colindex': 1, onClick: stop }, [
        h(AppCheckbox, { hideLabel: true, tabindex: -1, label: props.checkLabel, modelValue: props.selected === true, onClick: check }),
      ])

    const cell = (column: Column<never>, at: number, before: number) => {
      const isFirst = at === 0
      const attrs = { key: column.id, class: ['grid-cell', column.align, { mono: column.mono, muted: column.muted, 'grid-first': isFirst }], role: 'gridcell', 'aria-colindex': at + before + 1 }
      return h('div', attrs, [
        isFirst && props.state ? h(RowState, { state: props.state }) : null,
        renderSlot(props.cells, `cell-${column.id}`, { row: props.row }, () => [h('span', { class: 'truncate' }, column.text(props.row as never))]),
        isFirst && props.environment !== 'none' ? h('span', { class: 'sr-only' }, t(`shell.env.${props.environment}`)) : null,
      ])
    }

    return () => {
      const isSelectable = props.selected !== null
      const attrs = {
        class: ['grid-row', `env-${props.environment}`, { selected: props.selected, active: props.active, dimmed: props.dimmed }],
        role: 'row',
        'aria-selected': props.selected ?? undefined,
        style: { transform: `translateY(${props.topPx}px)` },
        onClick: pick,
      }
      const cells = props.columns.map((column, at) => cell(column, at, isSelectable ? 1 : 0))
      return h('div', attrs, isSelectable ? [checkCell(), ...cells] : cells)
    }
  },
})
