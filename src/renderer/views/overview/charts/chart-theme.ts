import { useMediaQuery, useMutationObserver } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'

/** The colours and the font that the tokens have now, because a canvas does not use CSS. */
export interface ChartTheme {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly main: string
  readonly danger: string
  readonly quiet: string
  readonly font: string
  /** False if the user asks for less motion. */
  readonly animate: boolean
}

const tokens = {
  text: '--c-text',
  muted: '--c-muted',
  line: '--c-border',
  surface: '--c-raised',
  main: '--c-chart-main',
  danger: '--c-chart-danger',
  quiet: '--c-chart-quiet',
} as const

/** Reads each token as the browser resolves it, so that system colours also become values. */
function readTheme(reducesMotion: boolean): ChartTheme {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([role, token]) => {
      probe.style.color = `var(${token})`
      return [role, getComputedStyle(probe).color]
    }),
  ) as Record<keyof typeof tokens, string>
  const font = getComputedStyle(document.body).fontFamily
  probe.remove()
  return { ...colours, font, animate: !reducesMotion }
}

/** The theme of charts, read again when the theme, forced colours or the preference for less motion changes. */
export function useChartTheme(): Readonly<Ref<ChartTheme>> {
  const reducesMotion = useMediaQuery('(prefers-reduced-motion: reduce)')
  const forcesColours = useMediaQuery('(forced-colors: active)')
  const chartTheme = shallowRef(readTheme(reducesMotion.value))
  const read = () => (chartTheme.value = readTheme(reducesMotion.value))
  useMutationObserver(document.documentElement, read, { attributes: true, attributeFilter: ['data-theme'] })
  watch([reducesMotion, forcesColours], read)
  return chartTheme
}
