export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A logger with redaction built in: by key name and by every secret it has been told of. */
export interface Logger {
  debug(event: string, facts?: Readonly<Record<string, unknown>>): void
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
  /** From now on this value is blanked out of every line, wherever it stands. */
  guard(secret: string): void
}
