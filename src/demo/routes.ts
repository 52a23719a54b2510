import { type AnyKind, kinds, type PanelState } from './kinds/index.ts'
import { answer, refused, type Route } from './route.ts'

const absent = refused(404, 'Not found')

/** The token's owner and the panel's version. The vendor's other pages describe these routes; some panels lack them. */
const identityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auth/me',
    run: ({ state, traits }) =>
      traits.withoutIdentity
        ? absent
        : answer({
            username: state.owner,
            email: `${state.owner}@panel.example`,
            role: 'admin',
            status: 'active',
          }),
  },
  {
    method: 'GET',
    path: '/version/info',
    run: ({ traits }) => (traits.withoutIdentity ? absent : answer({ version: traits.version })),
  },
]

interface KnownRoute {
  readonly route: Route<PanelState>
  /** Null for a route that belongs to no kind and needs no scope. */
  readonly kind: AnyKind | null
}

const routes: readonly KnownRoute[] = [
  ...identityRoutes.map((route) => ({ route, kind: null })),
  ...kinds.flatMap((kind) => kind.routes.map((route) => ({ route, kind }))),
]

/** The lists whose path ends in a slash. Without the slash, such servers redirect. */
const listPaths = new Set(routes.map(({ route }) => route.path).filter((path) => path.endsWith('/')))

/** Tells whether this path is the path of a list without its final slash. */
export const lacksSlash = (apiPath: string): boolean => listPaths.has(`${apiPath}/`)

function paramsOf(template: string, apiPath: string): readonly string[] | null {
  const wanted = template.split('/')
  const given = apiPath.split('/')
  if (wanted.length !== given.length) return null
  const params: string[] = []
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? ''
    if (part.startsWith(':') && text !== '') params.push(decodeURIComponent(text))
    else if (part !== text) return null
  }
  return params
}

type RouteMatch =
  (KnownRoute & { readonly params: readonly string[] }) | 'no-such-path' | 'no-such-method' | 'undecodable'

/** Finds the route that answers this request. `apiPath` is the path after `/api/v1`, still percent-encoded. */
export function matchRoute(method: string, apiPath: string): RouteMatch {
  try {
    const matches = routes.flatMap((known) => {
      const params = paramsOf(known.route.path, apiPath)
      return params ? [{ ...known, params }] : []
    })
    if (matches.length === 0) return 'no-such-path'
    return matches.find(({ route }) => route.method === method) ?? 'no-such-method'
  } catch {
    // decodeURIComponent throws URIError on a percent sign that starts no valid code.
    return 'undecodable'
  }
}
