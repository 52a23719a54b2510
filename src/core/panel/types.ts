import type { AnonymousFtp, FtpAccount, FtpPatch, FtpStatus } from '../../shared/model/ftp.ts'
import type { CronDraft, CronJob, CronLogs, CronPatch } from '../../shared/model/cron.ts'
import type { Priority } from '../limiter/types.ts'

/** A certificate that the user has trusted: all that a TLS connection needs to accept this certificate and no other. */
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
  /** Sends a request of its own. An equal request in flight may have left before a change that this read must show. */
  readonly unshared?: boolean
  /** A password that the panel's answer may repeat. It is hidden in what an error keeps of the answer. */
  readonly secret?: string
  readonly signal?: AbortSignal
  /**
   * Called right before each attempt is sent. If it throws, that attempt is not sent, and the call ends with that
   * error. In a shared request, only the first caller's function is called.
   */
  readonly onLeaving?: () => void
  /** If true, no attempt follows a timeout: whoever waits for several panels waits for one that hangs only once. */
  readonly oneTimeout?: boolean
  /** Called after a failed attempt that could be repeated. If it returns false, the call ends with that error. */
  readonly mayRepeat?: () => boolean
}

/** A row as the panel reported it. `enabled` is null if it is not reported or its value cannot be read. */
export type ReportedRow<Row extends { readonly enabled: boolean }> = Omit<Row, 'enabled'> & {
  readonly enabled: boolean | null
}

export interface FtpList {
  readonly accounts: readonly ReportedRow<FtpAccount>[]
  /**
   * The number of accounts that the panel says it has, or the number that came if that is higher. If it is above
   * `accounts.length`, the list is cut or held rows without an id.
   */
  readonly total: number
  /** Whether at least one account of this answer had an `allowed_ips` that can be read; null if it held no account. */
  readonly hasAllowedIps: boolean | null
}

export interface CronList {
  readonly jobs: readonly ReportedRow<CronJob>[]
  /** As in `FtpList`: if it is above `jobs.length`, the list is cut or held rows without an id. */
  readonly total: number
}

export interface PanelUser {
  readonly username: string | null
  readonly role: string | null
}

/**
 * A panel, with one method for each request of the API document. Reads, PUT and DELETE are repeated after temporary
 * failures; a POST is not. If the answer to a POST was lost or cannot be read, the method throws AppError
 * `write.unknown`, and reconcile.ts finds out the outcome by reading. A change that was cancelled after it was sent
 * throws `write.unknown` too. Every method throws AppError: `cancelled` (nothing was changed), `input.invalid` for an
 * id that no path can hold, `server.http-refused`, vault.*, net.*, tls.*, panel.*. After net.* with `details.sent` or
 * a gateway's error, a PUT or DELETE may have been carried out.
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
    /** Flips `enabled`. Use `setFtpEnabled` of reconcile.ts instead. */
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
  /** Reads the token's owner; null if the panel has no such endpoint (404). */
  me(options: CallOptions): Promise<PanelUser | null>
  /** Reads the panel's version; null if the panel does not report it. */
  version(options: CallOptions): Promise<string | null>
  /**
   * Sends nothing more over the sockets that are open now: requests in flight are answered, and later ones connect
   * anew, so that the certificate is compared again.
   */
  renewSockets(): void
  /**
   * Closes the sockets. Calls in progress and later calls fail with `cancelled`, and changes that have been sent
   * already with `write.unknown`.
   */
  close(): void
}
