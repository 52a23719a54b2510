import type { CreatedKind, DraftOf, Kind, ListedKind } from '../../shared/kinds/index.ts'
import type { CronLogs } from '../../shared/model/cron-logs.ts'
import type { FtpStatus } from '../../shared/model/ftp-status.ts'
import type { ReportedOf, SetterName } from '../kinds/index.ts'
import type { Facts } from '../kinds/kind.ts'
import type { Priority } from '../limiter/types.ts'
import type { RowList } from './reply-fields.ts'

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

export interface PanelUser {
  readonly username: string | null
  readonly role: string | null
}

/**
 * A panel, with a method for each request of the API document. Reads, PUT and DELETE are repeated after temporary
 * failures; a POST is not. If the answer to a POST was lost or cannot be read, the method throws AppError
 * `write.unknown`, and reconcile.ts finds out the outcome by reading. A change that was cancelled after it was sent
 * throws `write.unknown` too. Every method throws AppError: `cancelled` (nothing was changed), `input.invalid` for an
 * id that no path can hold, `server.http-refused`, vault.*, net.*, tls.*, panel.*. After net.* with `details.sent` or
 * a gateway's error, a PUT or DELETE may have been carried out.
 */
export interface PanelClient {
  list<K extends ListedKind>(kind: K, options: CallOptions): Promise<RowList<ReportedOf<K>>>
  get<K extends Kind>(kind: K, id: string, options: CallOptions): Promise<ReportedOf<K>>
  create<K extends CreatedKind>(kind: K, draft: DraftOf<K>, options: CallOptions): Promise<ReportedOf<K>>
  /** Sends the values to the setter of this name. A setter that flips takes no values, and needs a read before it. */
  set<K extends Kind>(kind: K, id: string, setter: SetterName<K>, values: Facts, options: CallOptions): Promise<void>
  remove(kind: CreatedKind, id: string, options: CallOptions): Promise<void>
  ftpStatus(options: CallOptions): Promise<FtpStatus>
  cronLogs(id: string, options: CallOptions): Promise<CronLogs>
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
