import type { App } from 'electron'
import { linkScheme, locationOfLink } from '../shared/links.ts'
import type { Location } from '../shared/model/location.ts'

/** The link among the arguments of a start (Windows, Linux); the system puts it last. */
export function linkAmong(args: readonly string[]): Location | null {
  const last = args.at(-1) ?? ''
  return last.startsWith(`${linkScheme}:`) ? locationOfLink(last) : null
}

/** The page's own address of a place: its router reads the part after `#`. */
export function hashOf({ screen, query }: Location): string {
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return `#/${screen}${search === '' ? '' : `?${search}`}`
}

export interface LinkInbox {
  /** Where the last link that has come leads; it is given once. */
  take(): Location | undefined
  /**
   * Hands over what comes from now on, and first a link that waits. A second start without a link asks for the window
   * alone.
   */
  listen(go: (location?: Location) => void): void
}

/**
 * Every link, from the first moment: that of this start stands in `args`, on macOS it comes as an event before there is
 * a window; those of further starts may come while this one is still on its way.
 */
export function createLinkInbox(app: Pick<App, 'on'>, args: readonly string[]): LinkInbox {
  let waiting = linkAmong(args)
  let deliver = (location: Location | null): void => void (waiting = location ?? waiting)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const location = locationOfLink(url)
    if (location !== null) deliver(location)
  })
  app.on('second-instance', (_event, others) => deliver(linkAmong(others)))
  const take = () => {
    const location = waiting
    waiting = null
    return location ?? undefined
  }
  return {
    take,
    listen(go) {
      deliver = (location) => go(location ?? undefined)
      const location = take()
      if (location) go(location)
    },
  }
}
