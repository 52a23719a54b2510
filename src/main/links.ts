import type { App } from 'electron'
import { linkScheme, locationOfLink } from '../shared/links.ts'
import type { Location } from '../shared/model/location.ts'

/** Returns the location of the link among the arguments of a start (Windows, Linux), or null. The link is the last. */
export function linkAmong(args: readonly string[]): Location | null {
  const last = args.at(-1) ?? ''
  return last.startsWith(`${linkScheme}:`) ? locationOfLink(last) : null
}

/** Returns the page's own address of a location. Its router reads the part after `#`. */
export function hashOf({ screen, query }: Location): string {
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return `#/${screen}${search === '' ? '' : `?${search}`}`
}

export interface LinkInbox {
  /** Returns the location of the last link that has arrived, only once. */
  take(): Location | undefined
  /**
   * Calls `go` for each link from now on, and first for a link that is waiting. A second start without a link calls
   * `go` without a location, which only shows the window.
   */
  listen(go: (location?: Location) => void): void
}

/**
 * Receives every link from the beginning. The link of this start is in `args`; on macOS it arrives as an event before
 * there is a window. Links of further starts may arrive while this start is not finished.
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
