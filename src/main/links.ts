import type { App } from 'electron'
import { place, type Place } from '../shared/model/place.ts'

/** What the system hands over for a link: `wisdeck://SCREEN` or `wisdeck://SCREEN/WHICH`, and nothing else. */
export const linkScheme = 'wisdeck'
const linkPattern = /^wisdeck:\/\/([a-z]{1,20})(?:\/([\w-]{1,100}))?\/?$/

/**
 * The place a link leads to, or null for anything that is not exactly such a link. A link comes from anywhere (mail,
 * a web page), so it can only show: it opens no dialog, carries no query and never becomes a call.
 */
export function placeOfLink(text: string): Place | null {
  const [, screen, which] = linkPattern.exec(text) ?? []
  const query = which === undefined ? {} : screen === 'settings' ? { section: which } : { server: which }
  const parsed = place.safeParse({ screen, query })
  return parsed.success ? parsed.data : null
}

/** The link among the arguments of a start (Windows, Linux); the system puts it last. */
export function linkAmong(args: readonly string[]): Place | null {
  const last = args.at(-1) ?? ''
  return last.startsWith(`${linkScheme}:`) ? placeOfLink(last) : null
}

/** The page's own address of a place: its router reads the part after `#`. */
export function hashOf({ screen, query }: Place): string {
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return `#/${screen}${search === '' ? '' : `?${search}`}`
}

export interface LinkInbox {
  /** Where the last link that has come leads; it is given once. */
  take(): Place | undefined
  /**
   * Hands over what comes from now on, and first a link that waits. A second start without a link asks for the window
   * alone.
   */
  listen(go: (place?: Place) => void): void
}

/**
 * Every link, from the first moment: that of this start stands in `args`, on macOS it comes as an event before there is
 * a window; those of further starts may come while this one is still on its way.
 */
export function createLinkInbox(app: Pick<App, 'on'>, args: readonly string[]): LinkInbox {
  let waiting = linkAmong(args)
  let deliver = (place: Place | null): void => void (waiting = place ?? waiting)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const place = placeOfLink(url)
    if (place !== null) deliver(place)
  })
  app.on('second-instance', (_event, others) => deliver(linkAmong(others)))
  const take = () => {
    const place = waiting
    waiting = null
    return place ?? undefined
  }
  return {
    take,
    listen(go) {
      deliver = (place) => go(place ?? undefined)
      const place = take()
      if (place) go(place)
    },
  }
}
