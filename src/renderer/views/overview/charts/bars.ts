import type { BarSeriesOption } from 'echarts/charts'
import type { ChartTheme } from './chart-theme.ts'
import type { ChartOption } from './chart-engine.ts'

/** One series of stacked bars, with a value for each category. */
export interface BarSeries {
  readonly name: string
  readonly values: readonly number[]
  readonly role: 'main' | 'danger' | 'quiet'
}

export interface Bars {
  readonly categories: readonly string[]
  readonly series: readonly BarSeries[]
  /** Draws horizontal bars, one below another, with their names at the left. */
  readonly horizontal?: boolean
  /** Only every n-th category is named. */
  readonly everyLabel?: number
  /** Returns the text of the tooltip for a category. */
  readonly tip: (category: number) => string
}

const motionMs = 120

/** Stripes mark what needs attention without relying on colour. */
const stripes = (colour: string) => ({
  symbol: 'rect',
  color: colour,
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
})

/** The tooltip, drawn on the canvas. */
const tooltipOf = (chartTheme: ChartTheme, tip: Bars['tip']): ChartOption['tooltip'] => ({
  trigger: 'axis',
  renderMode: 'richText',
  confine: true,
  transitionDuration: 0,
  axisPointer: { type: 'shadow', shadowStyle: { color: chartTheme.line, opacity: 0.5 } },
  backgroundColor: chartTheme.surface,
  borderColor: chartTheme.line,
  borderWidth: 1,
  padding: [6, 8],
  textStyle: { fontFamily: chartTheme.font, fontSize: 12, lineHeight: 16, color: chartTheme.text },
  formatter: (shown) => tip((Array.isArray(shown) ? shown[0] : shown)?.dataIndex ?? 0),
})

/** Returns options for stacked bars in the app's style: one accent, thin lines, the tooltip drawn on the canvas. */
export function barsOption(
  { categories, series, horizontal = false, everyLabel = 1, tip }: Bars,
  chartTheme: ChartTheme,
): ChartOption {
  const font = { fontFamily: chartTheme.font, fontSize: 11, color: chartTheme.muted }
  const names = {
    type: 'category' as const,
    data: [...categories],
    inverse: horizontal,
    axisTick: { show: false },
    axisLine: { show: !horizontal, lineStyle: { color: chartTheme.line } },
    axisLabel: {
      ...font,
      interval: everyLabel === 1 ? 0 : (index: number) => index % everyLabel === 0,
      ...(horizontal ? { fontSize: 12, margin: 10 } : {}),
    },
  }
  const values = {
    type: 'value' as const,
    minInterval: 1,
    splitNumber: 3,
    axisLabel: { ...font, show: !horizontal },
    splitLine: { show: !horizontal, lineStyle: { color: chartTheme.line } },
  }
  return {
    animation: chartTheme.animate,
    animationDuration: motionMs,
    animationDurationUpdate: motionMs,
    grid: {
      left: 0,
      right: 4,
      top: horizontal ? 0 : 8,
      bottom: 0,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    tooltip: tooltipOf(chartTheme, tip),
    series: series.map(({ name, values: data, role }): BarSeriesOption => ({
      type: 'bar',
      name,
      stack: 'all',
      data: [...data],
      barMaxWidth: horizontal ? 10 : 18,
      barCategoryGap: horizontal ? '45%' : '25%',
      itemStyle: { color: chartTheme[role], ...(role === 'danger' ? { decal: stripes(chartTheme.surface) } : {}) },
      emphasis: { disabled: true },
    })),
  }
}
