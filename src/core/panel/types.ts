import type { AnonymousFtp, FtpAccount, FtpPatch, FtpStatus } from '../../shared/model/ftp.ts'
import type { CronDraft, CronJob, CronLogs, CronPatch } from '../../shared/model/cron.ts'
import type { Priority } from '../limiter/types.ts'

/** A certificate the user has trusted: all that a TLS connection needs to accept this one and no other. */
export interface Pin {
  /** SHA-256 as Node prints it: upper-case hex pairs with colons. */
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
  readonly priority: Priority
  /** Reads by a request of its own: an equal one under way may have left before a change that must be seen. */
  readonly unshared?: boolean
  /** A password of which this call may hear again: it is blanked out of what an error keeps of the panel's answer. */
  readonly secret?: string
  readonly signal?: AbortSignal
  /** Runs right before each try leaves; where it throws, nothing leaves and the call ends with what it threw. */
  readonly onLeaving?: () => void
  /**
   * Asked after a try of a request that may be repeated has been lost; where it says no, the call ends with that try's
   * error.
   */
  readonly mayRepeat?: () => boolean
}

/** A row as the panel told it: `enabled` is null where it does not say, or says what cannot be read. */
export type ReportedRow<Row extends { readonly enabled: boolean }> = Omit<Row, 'enabled'> & {
  readonly enabled: boolean | null
}

export interface FtpList {
  readonly accounts: readonly ReportedRow<FtpAccount>[]
  /**
   * What the panel says it holds, or the rows that came where that is more; above `accounts.length` the list is cut or
   * held rows without an id.
   */
  readonly total: number
  /** Whether at least one account of this answer carried `allowed_ips`; null where it held no account. */
  readonly hasAllowedIps: boolean | null
}

export interface CronList {
  readonly jobs: readonly ReportedRow<CronJob>[]
  /** As that of an `FtpList`: above `jobs.length` the list is cut or held rows without an id. */
  readonly total: number
}

export interface PanelUser {
  readonly username: string | null
  readonly role: string | null
}

/**
 * One method, one request of the API document. Reads, PUT and DELETE are repeated over passing trouble; a POST is not:
 * where its answer was lost it throws AppError `write.unknown`, and settle.ts finds out by reading. So does a change
 * that was taken back after it had left. Every method throws AppError: `cancelled` (nothing was changed),
 * `input.invalid` for an id that no path can hold, `server.http-refused`, vault.*, net.*, tls.*, panel.*.
 */
export interface PanelClient {
  readonly ftp: {
    list(options: CallOptions): Promise<FtpList>
    status(options: CallOptions): Promise<FtpStatus>
    get(username: string, options: CallOptions): Promise<ReportedRow<FtpAccount>>
    create(
      draft: { username: string; password: string; domain?: string },
      options: CallOptions,
    ): Promise<ReportedRow<FtpAccount>>
    update(username: string, patch: FtpPatch & { readonly password?: string }, options: CallOptions): Promise<void>
    setAllowedIps(username: string, allowedIps: readonly string[], options: CallOptions): Promise<void>
    /** Flips `enabled`; `setFtpEnabled` of settle.ts is what to use. */
    toggle(username: string, options: CallOptions): Promise<void>
    remove(username: string, options: CallOptions): Promise<void>
    getAnonymous(domain: string, options: CallOptions): Promise<AnonymousFtp>
    setAnonymous(domain: string, enabled: boolean, options: CallOptions): Promise<void>
  }
  readonly cron: {
    list(options: CallOptions): Promise<CronList>
    get(id: number, options: CallOptions): Promise<ReportedRow<CronJob>>
    create(draft: CronDraft, options: CallOptions): Promise<ReportedRow<CronJob>>
    update(id: number, patch: CronPatch, options: CallOptions): Promise<void>
    remove(id: number, options: CallOptions): Promise<void>
    logs(id: number, options: CallOptions): Promise<CronLogs>
  }
  /** The token's owner, or null where the panel has no such page (404). */
  me(options: CallOptions): Promise<PanelUser | null>
  /** The panel's version, or null where it does not say. */
  version(options: CallOptions): Promise<string | null>
  /** Closes the sockets; calls under way and later ones fail with `cancelled`. */
  close(): void
}
