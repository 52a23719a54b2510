import { useElementSize } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import { shownColumns, type ColumnLayout } from '../table/layout.ts'

/** What setting out the columns of a grid needs to know of it. */
export interface ColumnsPort<Row> {
  columns(): readonly Column<Row>[]
  layout(): ColumnLayout
  selectable(): boolean
  /** How many buttons lie over the end of the head. */
  choosers(): number
  readonly scroller: Readonly<Ref<HTMLElement | null>>
}

/** The columns that are drawn, and the tracks of the grid that they stand in. */
export function useGridColumns<Row>({ columns, layout, selectable, choosers, scroller }: ColumnsPort<Row>) {
  /** One button fits beside the name of the last column, another wants room of its own. */
  const endPx = computed(() => (choosers() - 1) * 26)
  const shownCols = computed(() => shownColumns(columns(), layout()))
  const template = computed(() => {
    const tracks = shownCols.value.map(({ id, widthPx, grow }) => {
      const set = layout().widths[id]
      return set !== undefined ? `${set}px` : grow === undefined ? `${widthPx}px` : `minmax(${widthPx}px, ${grow}fr)`
    })
    return [
      ...(selectable() ? ['var(--check-width)'] : []),
      ...tracks,
      ...(endPx.value > 0 ? [`${endPx.value}px`] : []),
    ].join(' ')
  })
  const leastWidthPx = computed(() =>
    shownCols.value.reduce((sum, { id, widthPx }) => sum + (layout().widths[id] ?? widthPx), 40 + endPx.value),
  )
  const { width: boxWidthPx } = useElementSize(scroller)
  return {
    shownCols,
    /** Only then is there anything to hold in place beside the scroll. */
    isWide: computed(() => leastWidthPx.value > boxWidthPx.value),
    boxStyle: computed(() => ({
      '--grid-columns': template.value,
      '--grid-box-width': `${boxWidthPx.value}px`,
      minWidth: `${leastWidthPx.value}px`,
    })),
  }
}
