import { BarChart, type BarSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

export type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>

export interface DrawnChart {
  show(option: ChartOption): void
  resize(): void
  dispose(): void
}

/**
 * Draws into an element with ECharts; only bars on a canvas are bundled. Tooltips must be drawn on the canvas as
 * well (`renderMode: 'richText'`): HTML tooltips carry style attributes, which the CSP refuses.
 */
export function drawChart(element: HTMLElement): DrawnChart {
  use([BarChart, GridComponent, TooltipComponent, CanvasRenderer])
  const chart = init(element, null, { renderer: 'canvas' })
  return {
    show: (option) => chart.setOption(option, { notMerge: true }),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  }
}
