import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { done, type Outcome, type PanelBase, refused } from '../../route.ts'
import type { AllowedIpForm } from '../../traits.ts'

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

interface FtpDraft {
  readonly username: string
  readonly password: string
  readonly domain: string | null
}

/** Changes to one account. A field that is left out stays as it is. */
interface FtpChange {
  readonly password?: string
  readonly quotaMb?: number
  readonly readOnly?: boolean
  readonly enabled?: boolean
  readonly allowedIps?: readonly string[]
}

/** Returns the hex SHA-256 of a password, the form in which a panel's state stores it. */
export const passwordDigest = (password: string): string => createHash('sha256').update(password).digest('hex')

const familyOf = (address: string) => (address.includes('%') ? 0 : isIP(address))

/**
 * Returns the form of an entry of an allow list, or null if it has none. A prefix must be one that its family allows.
 * Host bits may be set, because such servers accept the text as it is.
 */
function formOf(text: string): AllowedIpForm | null {
  const [from = '', to, ...others] = text.split('-')
  if (to !== undefined)
    return others.length === 0 && familyOf(from) !== 0 && familyOf(from) === familyOf(to) ? 'range' : null
  const [address = '', prefix, ...more] = text.split('/')
  const family = familyOf(address)
  if (family === 0 || more.length > 0) return null
  if (prefix === undefined) return 'host'
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128) ? 'cidr' : null
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
  return null
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

/** Replaces the allow list. Refuses with 404 if there is no such account, and with 400 if an entry has another form. */
export function restrictAccount(
  state: FtpState,
  username: string,
  allowedIps: readonly string[],
  forms: readonly AllowedIpForm[],
  nowMs: number,
): Outcome<FtpState, FtpAccountState> {
  const found = readAccount(state, username)
  if (!found.ok) return found
  const bad = allowedIps.find((text) => {
    const form = formOf(text)
    return form === null || !forms.includes(form)
  })
  return bad === undefined
    ? changeAccount(state, username, { allowedIps }, nowMs)
    : refused(400, `Invalid IP address or CIDR: ${bad}`)
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
