import { z } from 'zod'
import type { AnonymousFtp, FtpAccount, FtpStatus } from '../../shared/model/ftp.ts'
import type { CronJob } from '../../shared/model/cron.ts'
import type { CronList, FtpList, PanelUser, ReportedRow } from './types.ts'

/*
 * Readers of panel replies. A reply is not trusted: fields may be missing, null, of a similar type or too many. A
 * row is dropped only if it has no id. The other rows are kept, and `total` counts the dropped row. A reader
 * returns null if nothing could be read at all.
 */

/**
 * Reads one field of a row. Fields are read by plain functions and not by schemas, because a list has thousands of
 * fields. Each function has a fallback for every value, so no field can fail.
 */
type Field<T> = (value: unknown) => T

const text: Field<string> = (value) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const trueWords = [true, 1, '1', 'true', 'yes', 'on', 'enabled', 'active']
const falseWords = [false, 0, '0', 'false', 'no', 'off', 'disabled', 'inactive']
const flagByWord: ReadonlyMap<unknown, boolean> = new Map([
  ...trueWords.map((word) => [word, true] as const),
  ...falseWords.map((word) => [word, false] as const),
])
/** Returns null if the value is unclear: with a guess, a switch could be flipped the wrong way. */
const parseYesNo: Field<boolean | null> = (value) =>
  flagByWord.get(typeof value === 'string' ? value.trim().toLowerCase() : value) ?? null
const flagOrOff: Field<boolean> = (value) => parseYesNo(value) ?? false
const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .trim()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])
const numeric = /^\s*-?\d+(\.\d+)?\s*$/
/** Reads a number or a number printed as text. Anything else is 0, even 1e400, which JSON.parse reads as infinite. */
const numberOrZero: Field<number> = (value) => {
  const read = typeof value === 'string' && numeric.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : 0
}

/**
 * Reads a time as it is printed. Go prints an unset time as year 1, which becomes null. A bare number counts as
 * Unix seconds, or as milliseconds if it is too large for seconds; 0 is null.
 */
const time: Field<string | null> = (value) => {
  if (typeof value === 'string') {
    const printed = value.trim()
    return printed === '' || printed.startsWith('0001-') ? null : printed
  }
  if (typeof value !== 'number' || !(value > 0 && value <= 8.64e15)) return null
  return new Date(value > 1e11 ? value : value * 1000).toISOString()
}

const optionalText: Field<string | null> = (value) => text(value) || null

/**
 * Reads `allowed_ips`. If it is absent, the list is unknown (null); a null is Go's empty list. A list with anything
 * but text in it is unknown too, because an entry would be lost when the list is sent back.
 */
const addressList: Field<string[] | null> = (value) => {
  if (value === undefined) return null
  if (value === null) return []
  if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean)
  return Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string') ? [...value] : null
}

/** Reads one entry of a list, or returns null if the entry has no id. */
type RowReader<T> = (entry: unknown) => T | null

const ftpId = z.object({ username: z.string().min(1) })
const ftpRow: RowReader<ReportedRow<FtpAccount>> = (entry) => {
  const parsedId = ftpId.safeParse(entry)
  if (!parsedId.success) return null
  const row = entry as Json
  return {
    username: parsedId.data.username,
    owner: text(row.owner),
    homeDir: text(row.home_dir),
    quotaMb: numberOrZero(row.quota_mb),
    readOnly: flagOrOff(row.read_only),
    enabled: parseYesNo(row.enabled),
    domain: optionalText(row.domain),
    allowedIps: addressList(row.allowed_ips),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}

const cronId = z.object({ id: wholeNumber })
const cronRow: RowReader<ReportedRow<CronJob>> = (entry) => {
  const parsedId = cronId.safeParse(entry)
  if (!parsedId.success) return null
  const row = entry as Json
  return {
    id: parsedId.data.id,
    name: text(row.name),
    command: text(row.command),
    cronExpr: text(row.cron_expr),
    domain: optionalText(row.domain),
    enabled: parseYesNo(row.enabled),
    owner: text(row.owner),
    lastRunAt: time(row.last_run_at),
    lastRunOk: flagOrOff(row.last_run_ok),
    nextRunAt: time(row.next_run_at),
    emailOnComplete: text(row.email_on_complete),
    emailOnError: flagOrOff(row.email_on_error),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}

type Json = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Rows<T> {
  readonly rows: readonly T[]
  /** The number of rows without an id. */
  readonly dropped: number
  /** The number of rows that the panel says it has; null if it does not say. */
  readonly total: number | null
}

/** Finds the list, bare or under one of the keys, possibly inside `data`. Null in its place counts as an empty list. */
function findList(
  body: unknown,
  keys: readonly string[],
): { readonly list: readonly unknown[]; readonly total: unknown } | null {
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

function readRows<T>(body: unknown, keys: readonly string[], row: RowReader<T>): Rows<T> | null {
  const found = findList(body, keys)
  if (!found) return null
  const rows = found.list.map(row).filter((read) => read !== null)
  const dropped = found.list.length - rows.length
  if (rows.length === 0 && dropped > 0) return null
  const total = wholeNumber.safeParse(found.total)
  return { rows, dropped, total: total.success ? total.data : null }
}

/** Returns the number of rows that the panel says it has, or the number that came if that is higher. */
const reportedTotal = ({ rows, dropped, total }: Rows<unknown>) => Math.max(total ?? 0, rows.length + dropped)

/** Reads `{accounts, total}` (API document, "FTP"), the same inside `data`, or a bare array. */
export function readFtpList(body: unknown): FtpList | null {
  const read = readRows(body, ['accounts'], ftpRow)
  if (!read) return null
  return {
    accounts: read.rows,
    total: reportedTotal(read),
    hasAllowedIps: read.rows.length === 0 ? null : read.rows.some((row) => row.allowedIps !== null),
  }
}

/** Reads a bare array (API document, "Cron jobs"), or `{jobs}` or `{cronjobs}`. */
export function readCronList(body: unknown): CronList | null {
  const read = readRows(body, ['jobs', 'cronjobs'], cronRow)
  return read && { jobs: read.rows, total: reportedTotal(read) }
}

/** Reads one row, bare or wrapped once or twice, as in `{success, data: {account: {…}}}`. */
function readOne<T>(body: unknown, keys: readonly string[], row: RowReader<T>, depth = 0): T | null {
  const read = row(body)
  if (read !== null) return read
  if (!isObject(body) || depth > 1) return null
  const key = [...keys, 'data'].find((candidate) => isObject(body[candidate]))
  return key === undefined ? null : readOne(body[key], keys, row, depth + 1)
}

export const readFtpAccount = (body: unknown): ReportedRow<FtpAccount> | null =>
  readOne(body, ['account', 'ftp'], ftpRow)
export const readCronJob = (body: unknown): ReportedRow<CronJob> | null => readOne(body, ['job', 'cronjob'], cronRow)

const unwrapped = (body: unknown): Json | null => {
  if (!isObject(body)) return null
  return isObject(body.data) ? body.data : body
}

/** Reads `{installed, running, total_accounts}`. If `installed` is missing, a running server counts as installed. */
export function readFtpStatus(body: unknown): FtpStatus | null {
  const status = unwrapped(body)
  if (!status) return null
  const running = parseYesNo(status.running) ?? false
  return {
    installed: parseYesNo(status.installed) ?? running,
    running,
    totalAccounts: wholeNumber.catch(0).parse(status.total_accounts),
  }
}

/**
 * Returns a reader. The shape is undocumented: `enabled` is taken if present, `domain` is the one that was asked for,
 * and other fields are kept as they came.
 */
export function readAnonymousFtp(domain: string): (body: unknown) => AnonymousFtp | null {
  return (body) => {
    const found = unwrapped(body)
    if (!found) return null
    const { enabled, domain: _domain, ...other } = found
    return { domain, enabled: parseYesNo(enabled), other }
  }
}

/** Reads `{username, role, …}` of the token's owner, bare or under `data` or `user`. */
export function readUser(body: unknown): PanelUser | null {
  const outer = unwrapped(body)
  const user = outer && isObject(outer.user) ? outer.user : outer
  return user && { username: optionalText(user.username), role: optionalText(user.role) }
}

/** Reads `{version, …}`, bare or under `data`. */
export function readVersion(body: unknown): { readonly version: string | null } | null {
  const found = unwrapped(body)
  return found && { version: optionalText(found.version) }
}
