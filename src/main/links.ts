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

/** The link among the arguments a second start was given (Windows, Linux); the system puts it last. */
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
  /** Hands over every link from now on, and first the one that has been waiting. */
  listen(go: (place: Place) => void): void
}

/** macOS hands links over as events, the first of them before there is a window. */
export function createLinkInbox(app: Pick<App, 'on'>): LinkInbox {
  let waiting: Place | null = null
  let deliver = (place: Place): void => void (waiting = place)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const place = placeOfLink(url)
    if (place !== null) deliver(place)
  })
  return {
    listen(go) {
      deliver = go
      if (waiting !== null) go(waiting)
      waiting = null
    },
  }
}
