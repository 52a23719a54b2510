import { cronRoutes } from './cron-routes.ts'
import { ftpRoutes } from './ftp-routes.ts'
import { answer, type Route, type RouteResult } from './route.ts'

const absent: RouteResult = { ok: false, refusal: { status: 404, sentence: 'Not found' } }

/** The token's owner and the panel's version. The vendor's other pages describe these routes; some panels lack them. */
const identityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auth/me',
    scope: null,
    run: ({ state, traits }) =>
      traits.withoutIdentity
        ? absent
        : answer(state, {
            username: state.owner,
            email: `${state.owner}@panel.example`,
            role: 'admin',
            status: 'active',
          }),
  },
  {
    method: 'GET',
    path: '/version/info',
    scope: null,
    run: ({ state, traits }) => (traits.withoutIdentity ? absent : answer(state, { version: traits.version })),
  },
]

const routes: readonly Route[] = [...identityRoutes, ...ftpRoutes, ...cronRoutes]

/** The lists whose path ends in a slash. Without the slash, such servers redirect. */
const listPaths = new Set(routes.filter((route) => route.path.endsWith('/')).map((route) => route.path))

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

export type RouteMatch =
  { readonly route: Route; readonly params: readonly string[] } | 'no-such-path' | 'no-such-method' | 'undecodable'

/** Finds the route that answers this request. `apiPath` is the path after `/api/v1`, still percent-encoded. */
export function matchRoute(method: string, apiPath: string): RouteMatch {
  try {
    const matches = routes.flatMap((route) => {
      const params = paramsOf(route.path, apiPath)
      return params ? [{ route, params }] : []
    })
    if (matches.length === 0) return 'no-such-path'
    return matches.find(({ route }) => route.method === method) ?? 'no-such-method'
  } catch {
    // decodeURIComponent throws URIError on a percent sign that starts no valid code.
    return 'undecodable'
  }
}
