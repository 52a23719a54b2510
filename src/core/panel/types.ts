import type { AnonymousFtp, FtpAccount, FtpPatch, FtpStatus } from '../../shared/model/ftp.ts'
import type { CronDraft, CronJob, CronLogs, CronPatch } from '../../shared/model/cron.ts'
import type { Lane } from '../limiter/types.ts'

/** A certificate the user has trusted: all that a TLS connection needs to accept this one and no other. */
export interface Pin {
  readonly fingerprint256: string
  readonly certificatePem: string
}

/** Where one panel is and how to trust it. */
export interface PanelTarget {
  /** Normalised base URL, `https://host:2083/api/v1`. */
  readonly url: string
  readonly pin: Pin | null
  readonly allowHttp: boolean
}

export interface CallOptions {
  readonly lane: Lane
  readonly signal?: AbortSignal
}

export interface FtpList {
  readonly accounts: readonly FtpAccount[]
  readonly total: number
  /** Whether this answer carried `allowed_ips`; null where it held no account. */
  readonly hasAllowedIps: boolean | null
}

export interface PanelUser {
  readonly username: string | null
  readonly role: string | null
}

/**
 * What a POST that creates or flips something came to when its answer was lost:
 * these methods then throw AppError `write.unknown` and the caller settles it by reading.
 */
export interface PanelClient {
  readonly ftp: {
    list(options: CallOptions): Promise<FtpList>
    status(options: CallOptions): Promise<FtpStatus>
    get(username: string, options: CallOptions): Promise<FtpAccount>
    create(draft: { username: string; password: string; domain?: string }, options: CallOptions): Promise<FtpAccount>
    update(username: string, patch: FtpPatch & { readonly password?: string }, options: CallOptions): Promise<void>
    setAllowedIps(username: string, allowedIps: readonly string[], options: CallOptions): Promise<void>
    toggle(username: string, options: CallOptions): Promise<void>
    remove(username: string, options: CallOptions): Promise<void>
    getAnonymous(domain: string, options: CallOptions): Promise<AnonymousFtp>
    setAnonymous(domain: string, enabled: boolean, options: CallOptions): Promise<void>
  }
  readonly cron: {
    list(options: CallOptions): Promise<readonly CronJob[]>
    get(id: number, options: CallOptions): Promise<CronJob>
    create(draft: CronDraft, options: CallOptions): Promise<CronJob>
    update(id: number, patch: CronPatch, options: CallOptions): Promise<void>
    remove(id: number, options: CallOptions): Promise<void>
    logs(id: number, options: CallOptions): Promise<CronLogs>
  }
  /** The token's owner, or null where the panel has no such page (404). */
  me(options: CallOptions): Promise<PanelUser | null>
  /** The panel's version, or null where it does not say. */
  version(options: CallOptions): Promise<string | null>
  /** Closes the sockets; calls under way fail with `cancelled`. */
  close(): void
}
