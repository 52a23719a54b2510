import { z } from 'zod'
import type { AnonymousFtp, FtpAccount, FtpStatus } from '../../shared/model/ftp.ts'
import type { CronJob } from '../../shared/model/cron.ts'
import type { FtpList, PanelUser } from './types.ts'

/*
 * Readers of what a panel says. A panel is a stranger: fields may be missing, null, of a neighbouring type or too many.
 * A row is lost only if it has no id to address it by; the other rows are kept, and `total` counts the lost one.
 * A reader returns null where nothing could be read at all.
 */

/** A field that says what it can and has a fallback for the rest: it never fails, so no list of issues is made for rows by the thousand. */
const field = <T>(read: (value: unknown) => T) => z.unknown().optional().transform(read)

const text = field((value) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''))
const truths: readonly unknown[] = [true, 1, '1', 'true']
const untruths: readonly unknown[] = [false, 0, '0', 'false']
const readFlag = (value: unknown): boolean | null => (truths.includes(value) ? true : untruths.includes(value) ? false : null)
const flagOr = (fallback: boolean) => field((value) => readFlag(value) ?? fallback)
const wholeNumber = z.union([z.number().int(), z.string().trim().regex(/^-?\d{1,15}$/).transform(Number)])
const figure = z.union([z.number(), z.string().trim().regex(/^-?\d+(\.\d+)?$/).transform(Number)])

/** A time as printed. Go prints a time that never was as year 1; a bare number is taken for Unix seconds, or milliseconds if it is too large. */
const time = field((value) => {
  if (typeof value === 'string') {
    const printed = value.trim()
    return printed === '' || printed.startsWith('0001-') ? null : printed
  }
  if (typeof value !== 'number' || !(value > 0 && value <= 8.64e15)) return null
  return new Date(value > 1e11 ? value : value * 1000).toISOString()
})

const optionalText = text.transform((value) => value || null)

/** `allowed_ips`: absent is unknown, null is Go's empty list. A list with anything but text in it is unknown too, lest an entry be lost when it is sent back. */
function addresses(value: unknown): readonly string[] | null {
  if (value === undefined) return null
  if (value === null) return []
  if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean)
  return Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string') ? value : null
}

const ftpRow = z
  .object({
    username: z.string().min(1),
    owner: text,
    home_dir: text,
    quota_mb: figure.catch(0),
    read_only: flagOr(false),
    enabled: flagOr(true),
    domain: optionalText,
    allowed_ips: z.unknown().optional(),
    created_at: time,
    updated_at: time,
  })
  .transform((row): FtpAccount => {
    const allowedIps = addresses(row.allowed_ips)
    return {
      username: row.username,
      owner: row.owner,
      homeDir: row.home_dir,
      quotaMb: row.quota_mb,
      readOnly: row.read_only,
      enabled: row.enabled,
      domain: row.domain,
      allowedIps: allowedIps && [...allowedIps],
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  })

const cronRow = z
  .object({
    id: wholeNumber,
    name: text,
    command: text,
    cron_expr: text,
    domain: optionalText,
    enabled: flagOr(true),
    owner: text,
    last_run_at: time,
    last_run_ok: flagOr(false),
    next_run_at: time,
    email_on_complete: text,
    email_on_error: flagOr(false),
    created_at: time,
    updated_at: time,
  })
  .transform(
    (row): CronJob => ({
      id: row.id,
      name: row.name,
      command: row.command,
      cronExpr: row.cron_expr,
      domain: row.domain,
      enabled: row.enabled,
      owner: row.owner,
      lastRunAt: row.last_run_at,
      lastRunOk: row.last_run_ok,
      nextRunAt: row.next_run_at,
      emailOnComplete: row.email_on_complete,
      emailOnError: row.email_on_error,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }),
  )

type Json = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

interface Rows<T> {
  readonly rows: readonly T[]
  /** How many rows had nothing to address them by. */
  readonly lost: number
  /** What the panel says it holds, where it says so. */
  readonly total: number | null
}

/** Finds the list, bare or under one of the keys, possibly inside `data`. Null stands for an empty list. */
function findList(body: unknown, keys: readonly string[]): { readonly list: readonly unknown[]; readonly total: unknown } | null {
  if (body === null) return { list: [], total: null }
  if (Array.isArray(body)) return { list: body, total: null }
  if (!isObject(body)) return null
  const key = keys.find((candidate) => candidate in body)
  if (key !== undefined) {
    const list = body[key]
    return list === null || Array.isArray(list) ? { list: list ?? [], total: body.total } : null
  }
  const inner = 'data' in body ? findList(body.data, keys) : null
  return inner && { list: inner.list, total: inner.total ?? body.total }
}

function readRows<T>(body: unknown, keys: readonly string[], row: z.ZodType<T>): Rows<T> | null {
  const found = findList(body, keys)
  if (!found) return null
  const rows = found.list.flatMap((entry) => {
    const read = row.safeParse(entry)
    return read.success ? [read.data] : []
  })
  const lost = found.list.length - rows.length
  if (rows.length === 0 && lost > 0) return null
  const total = wholeNumber.safeParse(found.total)
  return { rows, lost, total: total.success ? total.data : null }
}

/** `{accounts, total}` (API document, "FTP"), the same inside `data`, or a bare array. */
export function readFtpList(body: unknown): FtpList | null {
  const read = readRows(body, ['accounts'], ftpRow)
  if (!read) return null
  return {
    accounts: read.rows,
    total: Math.max(read.total ?? 0, read.rows.length + read.lost),
    hasAllowedIps: read.rows.length === 0 ? null : read.rows.some((row) => row.allowedIps !== null),
  }
}

/** A bare array (API document, "Cron jobs"), or `{jobs}` or `{cronjobs}`. */
export function readCronList(body: unknown): { readonly jobs: readonly CronJob[]; readonly lost: number } | null {
  const read = readRows(body, ['jobs', 'cronjobs'], cronRow)
  return read && { jobs: read.rows, lost: read.lost }
}

/** One row, bare or wrapped once or twice, as in `{success, data: {account: {…}}}`. */
function readOne<T>(body: unknown, keys: readonly string[], row: z.ZodType<T>, depth = 0): T | null {
  const read = row.safeParse(body)
  if (read.success) return read.data
  if (!isObject(body) || depth > 1) return null
  const key = [...keys, 'data'].find((candidate) => isObject(body[candidate]))
  return key === undefined ? null : readOne(body[key], keys, row, depth + 1)
}

export const readFtpAccount = (body: unknown): FtpAccount | null => readOne(body, ['account', 'ftp'], ftpRow)
export const readCronJob = (body: unknown): CronJob | null => readOne(body, ['job', 'cronjob'], cronRow)

const unwrapped = (body: unknown): Json | null => {
  if (!isObject(body)) return null
  return isObject(body.data) ? body.data : body
}

/** `{installed, running, total_accounts}`; what runs is installed. */
export function readFtpStatus(body: unknown): FtpStatus | null {
  const status = unwrapped(body)
  if (!status) return null
  const running = readFlag(status.running) ?? false
  return { installed: readFlag(status.installed) ?? running, running, totalAccounts: wholeNumber.catch(0).parse(status.total_accounts) }
}

/** The shape is not documented: `enabled` where it is to be had, and the rest as it came. */
export function readAnonymousFtp(domain: string): (body: unknown) => AnonymousFtp | null {
  return (body) => {
    const found = unwrapped(body)
    if (!found) return null
    const { enabled, domain: _domain, ...other } = found
    return { domain, enabled: readFlag(enabled), other }
  }
}

/** `{username, role, …}` of the token's owner, bare or under `data` or `user`. */
export function readUser(body: unknown): PanelUser | null {
  const outer = unwrapped(body)
  const user = outer && isObject(outer.user) ? outer.user : outer
  return user && { username: optionalText.parse(user.username), role: optionalText.parse(user.role) }
}

/** `{version, …}`, bare or under `data`. */
export function readVersion(body: unknown): { readonly version: string | null } | null {
  const found = unwrapped(body)
  return found && { version: optionalText.parse(found.version) }
}
