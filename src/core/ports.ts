/** What core needs from the world. Shells and tests bring them; core never reaches past them. */

/** Wall time and timers. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Milliseconds that never step back; for measuring how long something took. */
  monotonic(): number
  /** Calls `run` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void
}

/** The OS keychain with keytar's signatures. Rejects where no secret service answers or the user says no. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** Where log lines go; a line arrives redacted and without a line end. */
export interface LogSink {
  write(line: string): void
  /** The last lines written, oldest first; a sink that cannot look back has none. */
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

/** What a native notification tells, as data: the shell puts it into words. */
export type Notice =
  | { readonly kind: 'run-finished'; readonly runId: string; readonly done: number; readonly failed: number }
  | {
      readonly kind: 'unreachable' | 'reachable-again' | 'certificate-changed' | 'token-rejected'
      /** One or more: what happens to many at once is told once. */
      readonly servers: readonly { readonly id: string; readonly name: string }[]
    }

/** Shows native notifications. Which ones, and when, is core's decision. */
export interface Notifier {
  notify(notice: Notice): void
}

/** What only a desktop shell has. */
export interface Desktop extends Notifier {
  /** Shows a folder in the system's file manager. Rejects where it cannot. */
  openFolder(path: string): Promise<void>
}

export interface Ports {
  readonly clock: Clock
  readonly keychain: Keychain
  readonly log: LogSink
  readonly demoFleet: DemoFleet
  /** Name of the person at this desk, for the activity log. */
  readonly actor: string
  readonly version: string
  /** Absent in a browser. */
  readonly desktop?: Desktop
}
