import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { done, type Outcome, type PanelBase, refused } from '../../route.ts'

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

export interface FtpState {
  readonly ftpRunning: boolean
  readonly accounts: readonly FtpAccountState[]
}

export interface FtpDraft {
  readonly username: string
  readonly password: string
  readonly domain: string | null
}

/** Changes to one account. A field that is left out stays as it is. */
export interface FtpChange {
  readonly password?: string
  readonly quotaMb?: number
  readonly readOnly?: boolean
  readonly enabled?: boolean
  readonly allowedIps?: readonly string[]
}

/** Returns the hex SHA-256 of a password, the form in which a panel's state stores it. */
export const passwordDigest = (password: string): string => createHash('sha256').update(password).digest('hex')

/**
 * Tells whether a text is an address, or a CIDR with a prefix that its family allows. Host bits may be set, because
 * such servers accept the text as it is.
 */
export function isAddressOrCidr(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0 || address.includes('%')) return false
  return prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** Makes an account. Fields that are left out get the values of a new account. */
export function accountOf(
  fields: Partial<FtpAccountState> & Pick<FtpAccountState, 'username'>,
  nowMs: number,
): FtpAccountState {
  const owner = fields.owner ?? fields.username.split('_')[0] ?? 'admin'
  return {
    owner,
    passwordSha256: passwordDigest('initial'),
    domain: null,
    homeDir: fields.domain ? `/home/${owner}/web/${fields.domain}/public_html` : `/home/${owner}`,
    quotaMb: 0,
    readOnly: false,
    enabled: true,
    allowedIps: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    ...fields,
  }
}

/**
 * Creates `<owner>_<name>`. Refuses with 400 if the name is too short or invalid or there is no password, and with 409
 * if the account exists (API document, "FTP").
 */
export function createAccount(
  state: PanelBase & FtpState,
  draft: FtpDraft,
  nowMs: number,
): Outcome<FtpState, FtpAccountState> {
  if ([...draft.username].length < 2) return refused(400, 'Username must be at least 2 characters')
  if (/[\s/\\:\p{Cc}]/u.test(draft.username)) return refused(400, 'Username contains invalid characters')
  if (draft.password === '') return refused(400, 'Password is required')
  const username = `${state.owner}_${draft.username}`
  if (state.accounts.some((account) => account.username === username))
    return refused(409, `FTP account ${username} already exists`)
  const account = accountOf(
    { username, owner: state.owner, domain: draft.domain, passwordSha256: passwordDigest(draft.password) },
    nowMs,
  )
  return done({ ...state, accounts: [...state.accounts, account] }, account)
}

/** Returns the account with this full username, or refuses with 404. */
export function readAccount(state: FtpState, username: string): Outcome<FtpState, FtpAccountState> {
  const account = state.accounts.find((one) => one.username === username)
  return account ? done(state, account) : refused(404, 'FTP account not found')
}

function refusalOf(change: FtpChange) {
  if (change.password === '') return refused(400, 'Password is required')
  if (change.quotaMb !== undefined && change.quotaMb < 0) return refused(400, 'Quota must be zero or more')
  const bad = change.allowedIps?.find((text) => !isAddressOrCidr(text))
  return bad === undefined ? null : refused(400, `Invalid IP address or CIDR: ${bad}`)
}

/** Sets the fields of the change. Refuses with 404 if there is no such account, and with 400 if a value is invalid. */
export function changeAccount(
  state: FtpState,
  username: string,
  change: FtpChange,
  nowMs: number,
): Outcome<FtpState, FtpAccountState> {
  const found = readAccount(state, username)
  if (!found.ok) return found
  const refusal = refusalOf(change)
  if (refusal) return refusal
  const { password, ...fields } = change
  const account: FtpAccountState = {
    ...found.value,
    ...fields,
    ...(password === undefined ? {} : { passwordSha256: passwordDigest(password) }),
    updatedAtMs: nowMs,
  }
  return done({ ...state, accounts: state.accounts.map((one) => (one === found.value ? account : one)) }, account)
}

/** Flips `enabled`. Refuses with 404 if there is no such account. */
export function toggleAccount(state: FtpState, username: string, nowMs: number): Outcome<FtpState, FtpAccountState> {
  const found = readAccount(state, username)
  return found.ok ? changeAccount(state, username, { enabled: !found.value.enabled }, nowMs) : found
}

/** Removes the account. Refuses with 404 if there is no such account. */
export function removeAccount(state: FtpState, username: string): Outcome<FtpState, FtpAccountState> {
  const found = readAccount(state, username)
  return found.ok
    ? done({ ...state, accounts: state.accounts.filter((one) => one !== found.value) }, found.value)
    : found
}
