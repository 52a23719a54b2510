import { useElementSize } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import { shownColumns, type ColumnLayout } from '../table/layout.ts'

/** What the column layout needs from a grid. */
interface ColumnsPort<Row> {
  columns(): readonly Column<Row>[]
  layout(): ColumnLayout
  selectable(): boolean
  /** The number of buttons over the end of the head. */
  choosers(): number
  readonly scroller: Readonly<Ref<HTMLElement | null>>
}

/** The columns that are drawn, and the CSS grid tracks for them. */
export function useGridColumns<Row>({ columns, layout, selectable, choosers, scroller }: ColumnsPort<Row>) {
  /** The name of the last column leaves room for one button. Each further button needs 26 px of its own. */
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
    /** True if the columns are wider than the box. Only then must cells stay in place in a sideways scroll. */
    isWide: computed(() => leastWidthPx.value > boxWidthPx.value),
    boxStyle: computed(() => ({
      '--grid-columns': template.value,
      '--grid-box-width': `${boxWidthPx.value}px`,
      minWidth: `${leastWidthPx.value}px`,
    })),
  }
}
