import { useElementSize } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import type { Column } from '../table/columns.ts'
import { fitColumns } from '../table/fit.ts'
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

/** The room that buttons over the end of the head take, and their distance from its end. */
const [chooserPx, chooserGapPx] = [26, 16]

/** The columns that are drawn, and the CSS grid tracks for them. */
export function useGridColumns<Row>({ columns, layout, selectable, choosers, scroller }: ColumnsPort<Row>) {
  const checkPx = computed(() => (selectable() ? 40 : 0))
  /** The name of the last column leaves room for one button. Each further button needs room of its own. */
  const endPx = computed(() => (choosers() - 1) * chooserPx)
  const edgePx = computed(() => choosers() * chooserPx + chooserGapPx)
  const shownCols = computed(() => shownColumns(columns(), layout()))
  const needs = computed(() =>
    shownCols.value.map(({ id, widthPx, leastPx }) => {
      const set = layout().widths[id]
      return { widthPx: set ?? widthPx, leastPx: set ?? leastPx ?? widthPx }
    }),
  )
  const { width: boxWidthPx } = useElementSize(scroller)
  /** Null while all columns fit, and until the width of the box is known. */
  const fit = computed(() =>
    boxWidthPx.value === 0
      ? null
      : fitColumns(needs.value, boxWidthPx.value - checkPx.value, { endPx: endPx.value, edgePx: edgePx.value }),
  )
  const template = computed(() => {
    const tracks = shownCols.value.map(({ id, widthPx, grow }, index) => {
      const set = fit.value?.widthsPx[index] ?? layout().widths[id]
      return set !== undefined ? `${set}px` : grow === undefined ? `${widthPx}px` : `minmax(${widthPx}px, ${grow}fr)`
    })
    return [
      ...(selectable() ? ['var(--check-width)'] : []),
      ...tracks,
      ...(endPx.value > 0 ? [`${endPx.value}px`] : []),
    ].join(' ')
  })
  const widthPx = computed(() => {
    const widths = fit.value?.widthsPx ?? needs.value.map((need) => need.widthPx)
    return widths.reduce((sum, px) => sum + px, checkPx.value + endPx.value)
  })
  return {
    shownCols,
    /** The column at the end of the box if others lie beyond it. The buttons lie over its heading. */
    edgeId: computed(() => shownCols.value[fit.value?.edge ?? -1]?.id ?? null),
    /** True if columns lie beyond the box. Only then must cells stay in place in a sideways scroll. */
    isWide: computed(() => fit.value !== null && fit.value.edge !== null),
    boxStyle: computed(() => ({
      '--grid-columns': template.value,
      '--grid-box-width': `${boxWidthPx.value}px`,
      '--grid-edge': `${edgePx.value}px`,
      minWidth: `${widthPx.value}px`,
    })),
  }
}
