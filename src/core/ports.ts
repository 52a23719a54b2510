/** What core needs from the outside world. Shells and tests provide it; core never bypasses it. */

/** Wall time and timers. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Milliseconds that never step back; for measuring how long something took. */
  monotonic(): number
  /** Calls `run` once after `delayMs`. The returned function cancels the call. */
  after(delayMs: number, run: () => void): () => void
}

/** The OS keychain with keytar's signatures. Rejects if no secret service answers or the user refuses. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** The target of log lines. A line arrives redacted and without a line end. */
export interface LogSink {
  write(line: string): void
  /** Returns the last lines written, oldest first. A sink that cannot look back has no `tail`. */
  tail?(maxLines: number): readonly string[]
}

/** One panel of the running demo fleet, ready to be added as a server. */
export interface DemoPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly tags: readonly string[]
  readonly folder: string
  readonly environment: 'production' | 'staging' | 'development' | 'none'
  readonly notes: string
}

export interface DemoFleetOptions {
  readonly panels: number
  readonly accounts: number
  readonly jobs: number
  readonly seed: number
}

/** Starts and stops the stand-in panels. */
export interface DemoFleet {
  start(options: DemoFleetOptions): Promise<readonly DemoPanel[]>
  stop(): Promise<void>
}

/** The content of a native notification, as data. The shell puts it into words. */
export type Notice =
  | { readonly kind: 'run-finished'; readonly runId: string; readonly done: number; readonly failed: number }
  | {
      readonly kind: 'unreachable' | 'reachable-again' | 'certificate-changed' | 'token-rejected'
      /** One or more servers. What happens to many servers at once is reported once. */
      readonly servers: readonly { readonly id: string; readonly name: string }[]
    }

/** Shows native notifications. Core decides which ones and when. */
export interface Notifier {
  notify(notice: Notice): void
}

/** What only a desktop shell offers. */
export interface Desktop extends Notifier {
  /** Shows a folder in the system's file manager. Rejects if it cannot. */
  openFolder(path: string): Promise<void>
}

export interface Ports {
  readonly clock: Clock
  readonly keychain: Keychain
  readonly log: LogSink
  readonly demoFleet: DemoFleet
  /** The name of the person who uses this computer, for the activity log. */
  readonly actor: string
  readonly version: string
  /** Absent in a browser. */
  readonly desktop?: Desktop
}
