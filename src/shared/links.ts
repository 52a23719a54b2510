import { kindNames, linkIds } from './kind-names.ts'
import type { ListedKind } from './kinds/index.ts'
import type { Location } from './model/location.ts'
import { screenNames } from './screens.ts'

/**
 * The scheme of links from outside, such as `wisdeck://ftp/SERVER/USERNAME`: a screen and what is shown on it. A link
 * can come from anywhere (mail, a web page), so it can only show something. It opens no dialog and never becomes a
 * call.
 */
export const linkScheme = 'wisdeck'

type Screen = Location['screen']
type Query = Location['query']

/** What a link can name on a screen, and how it is read and written. Both functions return null for anything else. */
interface LinkForm {
  read(segments: readonly string[]): Query | null
  write(query: Query): readonly string[] | null
}

const isId = (text: string) => /^[\w-]{1,100}$/.test(text)

const viewSegment = 'views'

const id = (name: 'server' | 'set' | 'run' | 'section'): LinkForm => ({
  read: ([value = '', ...more]) => (more.length === 0 && isId(value) ? { [name]: value } : null),
  write: ({ [name]: value }) => (value === undefined ? null : [value]),
})
const view: LinkForm = {
  read: ([word, value = '']) => (word === viewSegment && isId(value) ? { view: value } : null),
  write: ({ view: value }) => (value === undefined ? null : [viewSegment, value]),
}
const row = (kind: ListedKind): LinkForm => ({
  read: ([server = '', rowId = '']) =>
    server !== viewSegment && isId(server) && linkIds[kind].test(rowId) ? { row: `${server}/${kind}/${rowId}` } : null,
  write({ row: key = '' }) {
    const [server, keyKind, ...rowId] = key.split('/')
    return server !== undefined && keyKind === kind ? [server, rowId.join('/')] : null
  },
})

const formsOfKinds = Object.fromEntries(
  kindNames.map((kind) => [kind, [id('server'), view, row(kind)]]),
) as unknown as Readonly<Record<ListedKind, readonly LinkForm[]>>

const forms: Readonly<Record<Screen, readonly LinkForm[]>> = {
  overview: [],
  servers: [id('server')],
  ...formsOfKinds,
  'ip-sets': [id('set')],
  runs: [id('run')],
  activity: [id('server')],
  settings: [id('section')],
}

/** Decodes the segments. Returns null if a segment is not encoded as `encodeURIComponent` would encode it. */
function decoded(segments: readonly string[]): readonly string[] | null {
  try {
    const texts = segments.map(decodeURIComponent)
    return texts.every((text, at) => encodeURIComponent(text) === segments[at]) ? texts : null
  } catch {
    return null
  }
}

const longest = 1500
const pattern = new RegExp(`^${linkScheme}://([a-z-]+)((?:/[\\w.~!*'()%-]+){0,2})/?$`)

/** Returns the location that a link leads to, or null if the text is not exactly such a link. */
export function locationOfLink(text: string): Location | null {
  const [, name, path = ''] = (text.length <= longest && pattern.exec(text)) || []
  const screen = screenNames.find((each) => each === name)
  const segments = decoded(path.split('/').slice(1))
  if (screen === undefined || segments === null) return null
  if (segments.length === 0) return { screen, query: {} }
  for (const form of forms[screen]) {
    const query = form.read(segments)
    if (query !== null) return { screen, query }
  }
  return null
}

/** Returns the link that leads to a location. */
export function linkOf({ screen, query }: Location): string {
  const segments = forms[screen].map((form) => form.write(query)).find((each) => each !== null) ?? []
  return [`${linkScheme}:/`, screen, ...segments.map((text) => encodeURIComponent(text.toWellFormed()))].join('/')
}
