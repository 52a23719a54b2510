import type { AnonymousFtpState, CronJobState, FtpAccountState } from './state.ts'

/** How this panel prints values. Panels of different versions differ here. */
export interface PrintOptions {
  /** Minutes east of UTC. */
  readonly utcOffsetMinutes: number
  /** Milliseconds by which the panel's clock is ahead. */
  readonly clockSkewMs: number
  /** Prints empty lists as `null` and a missing time as year 1, as Go's encoder does with nil slices and zero times. */
  readonly goStyleNulls: boolean
}

const goZeroTime = '0001-01-01T00:00:00Z'
const two = (value: number) => String(value).padStart(2, '0')

/** Prints a time like the API document: RFC 3339 to the second with a numeric offset, `2026-05-18T17:44:36+07:00`. */
export function printTime(atMs: number, { utcOffsetMinutes, clockSkewMs }: PrintOptions): string {
  const local = new Date(atMs + clockSkewMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 19)
  const offset = Math.abs(utcOffsetMinutes)
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`
}

const printMaybe = (atMs: number | null, options: PrintOptions) =>
  atMs === null ? (options.goStyleNulls ? goZeroTime : null) : printTime(atMs, options)

/** Prints a list as this panel does: an empty one may be `null`. */
export const printList = <T>(items: readonly T[], options: PrintOptions): readonly T[] | null =>
  items.length === 0 && options.goStyleNulls ? null : items

/** Prints an FTP account with fields in the order of the API document. `domain` is there only if one is set. */
export function printAccount(account: FtpAccountState, withAllowedIps: boolean, options: PrintOptions): object {
  return {
    username: account.username,
    owner: account.owner,
    home_dir: account.homeDir,
    quota_mb: account.quotaMb,
    read_only: account.readOnly,
    enabled: account.enabled,
    ...(account.domain === null ? {} : { domain: account.domain }),
    ...(withAllowedIps ? { allowed_ips: printList(account.allowedIps, options) } : {}),
    created_at: printTime(account.createdAtMs, options),
    updated_at: printTime(account.updatedAtMs, options),
  }
}

/** Prints a cron job with fields in the order of the API document, which shows no domain even if one was sent. */
export function printJob(job: CronJobState, options: PrintOptions): object {
  return {
    id: job.id,
    name: job.name,
    command: job.command,
    cron_expr: job.cronExpr,
    enabled: job.enabled,
    owner: job.owner,
    last_run_at: printMaybe(job.lastRunAtMs, options),
    last_run_ok: job.lastRunOk,
    next_run_at: printMaybe(job.nextRunAtMs, options),
    email_on_complete: job.emailOnComplete,
    email_on_error: job.emailOnError,
    created_at: printTime(job.createdAtMs, options),
    updated_at: printTime(job.updatedAtMs, options),
  }
}

/** Prints the anonymous FTP of a domain. The API document names the endpoint but not its fields. */
export function printAnonymous(entry: AnonymousFtpState): object {
  return {
    domain: entry.domain,
    enabled: entry.enabled,
    directory: entry.directory,
    allow_upload: entry.allowUpload,
    max_connections: entry.maxConnections,
  }
}
