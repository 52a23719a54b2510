export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * A logger with redaction built in: by key name, by known secrets and by shape. It never throws, because a log line is
 * not worth a failed call.
 */
export interface Logger {
  /** `event` is a fixed name such as `inventory.refreshed`. Data that varies belongs in `facts`. */
  debug(event: string, facts?: Readonly<Record<string, unknown>>): void
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
  /**
   * Blanks this value in every line from now on, wherever it occurs, also URL-encoded, in base64 or in hex. Ignores
   * values shorter than 6 characters: blanking them would damage ordinary words. Key names cover such values.
   */
  guard(secret: string): void
}
