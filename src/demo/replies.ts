import { STATUS_CODES } from 'node:http'
import type { Treatment } from './faults.ts'

export interface PanelAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Makes a redirect with a line of HTML for readers, as Go's http.Redirect writes it. */
export const redirectAnswer = (status: 301 | 302, location: string): PanelAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', Location: location },
  text: `<a href="${location}">${status === 301 ? 'Moved Permanently' : 'Found'}</a>.\n`,
})

/** Makes a 302 to the given URL, or to a login page on another origin. */
export const redirected = (value: boolean | string): PanelAnswer =>
  redirectAnswer(302, typeof value === 'string' ? value : 'https://login.panel.example/sign-in')

/** The page of a proxy that got no answer from the panel behind it, as nginx writes it. */
function proxyPage(status: number): PanelAnswer {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`
  return {
    status,
    headers: { 'Content-Type': 'text/html' },
    text: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  }
}

const webPage: PanelAnswer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  text: '<!doctype html>\n<title>WisPanel</title>\n<p>The panel is being updated. Please come back in a few minutes.</p>\n',
}

export type Reply = Treatment['reply']

/** Tells whether a reply is made of the panel's own answer, so that it needs the request's work. */
export const isOwn = (reply: Reply): boolean => reply === 'own' || reply === 'truncated' || reply === 'empty'

/**
 * Returns what is sent as this reply, or null if the request gets no answer. `own` is the panel's own answer. Throws
 * TypeError if it is missing although `isOwn(reply)`.
 */
export function answerOf(reply: Reply, own: PanelAnswer | null, serverError: PanelAnswer): PanelAnswer | null {
  if (reply === 'hang' || reply === 'drop') return null
  if (reply === 'html') return webPage
  if (reply === 302) return redirected(true)
  if (reply === 500) return { ...serverError, headers: { ...own?.headers, ...serverError.headers } }
  if (typeof reply === 'number') return proxyPage(reply)
  if (!own) throw new TypeError(`The reply ${reply} needs the panel's own answer`)
  if (reply === 'empty') return { ...own, text: '' }
  return reply === 'own' ? own : { ...own, text: own.text.slice(0, Math.floor(own.text.length / 2)) }
}
