import { Ellipsis } from '@lucide/vue'
import { defineComponent, h, renderSlot, type PropType, type Slots } from 'vue'
import { useText } from '../i18n/index.ts'
import type { Column } from '../table/columns.ts'
import RowState from './RowState.vue'
import type { Environment, RowStateName } from './types.ts'

/**
 * The cells of one row of a DataGrid. As a separate component, they limit redrawing: a scroll or a refresh redraws
 * only the cells of the rows that it changes, and a selection redraws none. It is a render function, because a
 * template that forwards the grid's slots would redraw the cells of all rows. This way, what a slot reads is
 * tracked for this row only.
 */
export const GridCells = defineComponent({
  name: 'GridCells',
  props: {
    row: { type: Object, required: true },
    columns: { type: Array as PropType<readonly Column<never>[]>, required: true },
    /** The column at the end of the box, if others lie beyond it. */
    edgeId: { type: String as PropType<string | null>, default: null },
    cells: { type: Object as PropType<Slots>, required: true },
    environment: { type: String as PropType<Environment>, required: true },
    state: { type: String as PropType<RowStateName>, default: undefined },
    /** The name of the button that opens the row's menu; without it there is no button. */
    menuLabel: { type: String, default: undefined },
    /** The column index of the first cell in its row, counted from 1. */
    firstIndex: { type: Number, required: true },
  },
  emits: { menu: (at: HTMLElement) => at instanceof HTMLElement },
  setup(props, { emit }) {
    const { t } = useText()
    const menuButton = () =>
      h(
        'button',
        {
          type: 'button',
          class: 'grid-more',
          tabindex: -1,
          'aria-label': props.menuLabel,
          onClick(event: MouseEvent) {
            event.stopPropagation()
            emit('menu', event.currentTarget as HTMLElement)
          },
          onMousedown: (event: MouseEvent) => event.stopPropagation(),
        },
        h(Ellipsis, { class: 'icon', 'aria-hidden': 'true' }),
      )
    const cell = (column: Column<never>, at: number) => {
      const isFirst = at === 0
      const attrs = {
        key: column.id,
        class: [
          'grid-cell',
          column.align,
          {
            mono: column.mono,
            muted: column.muted,
            'grid-first': isFirst,
            'at-edge': column.id === props.edgeId,
          },
        ],
        role: 'gridcell',
        'aria-colindex': at + props.firstIndex,
      }
      return h('div', attrs, [
        isFirst && props.state ? h(RowState, { state: props.state }) : null,
        renderSlot(props.cells, `cell-${column.id}`, { row: props.row }, () => [
          h('span', { class: 'truncate' }, column.text(props.row as never)),
        ]),
        isFirst && props.environment !== 'none'
          ? h('span', { class: 'sr-only' }, t(`shell.env.${props.environment}`))
          : null,
        isFirst && props.menuLabel !== undefined ? menuButton() : null,
      ])
    }
    return () => props.columns.map(cell)
  },
})
