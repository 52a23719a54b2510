import type { Kind } from '../kind.ts'
import { anonymousRoutes } from './routes.ts'
import { anonymousFtpOf, type AnonymousState } from './state.ts'

interface AnonymousShape {
  readonly name: 'anonymous'
  readonly scope: 'ftp'
  readonly field: 'anonymous'
  readonly state: AnonymousState
}

/** The anonymous FTP of the domains of a panel. */
export const anonymousKind: Kind<AnonymousShape> = {
  name: 'anonymous',
  scope: 'ftp',
  field: 'anonymous',
  idOf: (entry) => entry.domain,
  routes: anonymousRoutes,
  emptyState: (owner) => ({ anonymous: [anonymousFtpOf(owner, 'example.com')] }),
  seed: ({ random, agency }) => ({
    anonymous: agency.shops.map((shop) => ({
      ...anonymousFtpOf(agency.key, `${shop}.example`),
      enabled: random.chance(0.1),
    })),
  }),
}
