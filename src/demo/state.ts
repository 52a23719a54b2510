/**
 * The whole state of a panel, as plain data. Routes read the request, and the functions of `*-state.ts` compute the
 * next state. Times are real milliseconds since the epoch.
 */

export interface FtpAccountState {
  /** `<owner>_<name>`. This is also the id of the account (API document, "FTP"). */
  readonly username: string
  readonly owner: string
  /** Hex SHA-256 of the password. A test can tell which password was set although the password is stored nowhere. */
  readonly passwordSha256: string
  readonly domain: string | null
  readonly homeDir: string
  /** 0 for no limit. */
  readonly quotaMb: number
  readonly readOnly: boolean
  readonly enabled: boolean
  /** Addresses and CIDRs as they were sent. Empty for no restriction. */
  readonly allowedIps: readonly string[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface CronJobState {
  readonly id: number
  readonly name: string
  readonly command: string
  readonly cronExpr: string
  readonly domain: string | null
  readonly enabled: boolean
  readonly owner: string
  /** Null while the job never ran. */
  readonly lastRunAtMs: number | null
  readonly lastRunOk: boolean
  readonly nextRunAtMs: number | null
  readonly emailOnComplete: string
  readonly emailOnError: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Every run of this job fails. Never printed. */
  readonly failing: boolean
  /** The scheduler forgot this job: its next run stays in the past. Never printed. */
  readonly stuck: boolean
}

export interface AnonymousFtpState {
  readonly domain: string
  readonly enabled: boolean
  readonly directory: string
  readonly allowUpload: boolean
  readonly maxConnections: number
}

export interface PanelState {
  readonly owner: string
  /** The offset of the panel's clock, in minutes east of UTC. */
  readonly utcOffsetMinutes: number
  readonly ftpRunning: boolean
  readonly accounts: readonly FtpAccountState[]
  readonly jobs: readonly CronJobState[]
  readonly nextJobId: number
  /** The anonymous FTP of each domain that is hosted here. */
  readonly anonymous: readonly AnonymousFtpState[]
}

/** Why a panel refuses a request: the status and the sentence it prints. */
export interface Refusal {
  readonly status: 400 | 404 | 409
  readonly sentence: string
}

export type Outcome<T> =
  | { readonly ok: true; readonly state: PanelState; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

export const done = <T>(state: PanelState, value: T): Outcome<T> => ({ ok: true, state, value })
export const refused = (
  status: Refusal['status'],
  sentence: string,
): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: { status, sentence } })

/** Returns a domain with anonymous FTP disabled, the initial state of a domain. */
export const anonymousFtpOf = (owner: string, domain: string): AnonymousFtpState => ({
  domain,
  enabled: false,
  directory: `/home/${owner}/web/${domain}/public_ftp`,
  allowUpload: false,
  maxConnections: 10,
})

/** Returns the state of a panel with one domain and nothing else. */
export function emptyState(owner = 'admin', utcOffsetMinutes = 420): PanelState {
  return {
    owner,
    utcOffsetMinutes,
    ftpRunning: true,
    accounts: [],
    jobs: [],
    nextJobId: 1,
    anonymous: [anonymousFtpOf(owner, 'example.com')],
  }
}

/** Changes to the anonymous FTP of a domain. A field that is left out stays as it is. */
export type AnonymousFtpPatch = Partial<Omit<AnonymousFtpState, 'domain' | 'directory'>>

/** Changes the anonymous FTP of one domain, or refuses with 404 if the domain is not hosted here. */
export function changeAnonymous(
  state: PanelState,
  domain: string,
  patch: AnonymousFtpPatch,
): Outcome<AnonymousFtpState> {
  const before = state.anonymous.find((entry) => entry.domain === domain)
  if (!before) return refused(404, 'Domain not found')
  const after = { ...before, ...patch }
  return done({ ...state, anonymous: state.anonymous.map((entry) => (entry === before ? after : entry)) }, after)
}
