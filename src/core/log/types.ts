export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * A logger with redaction built in: by key name, by every secret it has been told of, and by shape.
 * It never throws: a log line is not worth a failed call.
 */
export interface Logger {
  /** `event` is a fixed name as `inventory.refreshed`; what varies belongs in `facts`. */
  debug(event: string, facts?: Readonly<Record<string, unknown>>): void
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
  /**
   * From now on this value is blanked out of every line, wherever it stands, also URL-encoded, in base64 or in hex.
   * Values shorter than 6 characters are not taken: blanking them would eat ordinary words. Key names cover those.
   */
  guard(secret: string): void
}
