import { done, type Outcome, refused } from '../../route.ts'

export interface AnonymousFtpState {
  /** This is also the id. */
  readonly domain: string
  readonly enabled: boolean
  readonly directory: string
  readonly allowUpload: boolean
  readonly maxConnections: number
}

export interface AnonymousState {
  /** The anonymous FTP of each domain that is hosted here. */
  readonly anonymous: readonly AnonymousFtpState[]
}

/** The fields of a domain that can be changed, at first. */
export const newAnonymousFtp = { enabled: false, allowUpload: false, maxConnections: 10 } as const

/** Returns a domain with anonymous FTP disabled, the initial state of a domain. */
export const anonymousFtpOf = (owner: string, domain: string): AnonymousFtpState => ({
  ...newAnonymousFtp,
  domain,
  directory: `/home/${owner}/web/${domain}/public_ftp`,
})

/** Changes to the anonymous FTP of a domain. A field that is left out stays as it is. */
type AnonymousFtpPatch = Partial<Omit<AnonymousFtpState, 'domain' | 'directory'>>

/** Changes the anonymous FTP of one domain, or refuses with 404 if the domain is not hosted here. */
export function changeAnonymous(
  state: AnonymousState,
  domain: string,
  patch: AnonymousFtpPatch,
): Outcome<AnonymousState, AnonymousFtpState> {
  const before = state.anonymous.find((entry) => entry.domain === domain)
  if (!before) return refused(404, 'Domain not found')
  const after = { ...before, ...patch }
  return done({ anonymous: state.anonymous.map((entry) => (entry === before ? after : entry)) }, after)
}
