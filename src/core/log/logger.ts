import type { LogSink } from '../ports.ts'
import { createRedactor, type Redactor } from './redact.ts'
import type { Logger, LogLevel } from './types.ts'

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** What a fact may not be called, for the line itself uses these names. */
const taken = new Set(['at', 'level', 'event'])

export interface LoggerOptions {
  readonly sink: LogSink
  /** Lines below this level are not written; `info` by default. */
  readonly level?: LogLevel
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** Shared with whoever else lets text out of the app; one of its own by default. */
  readonly redactor?: Redactor
}

/**
 * A logger that writes one JSON object a line: `{at, level, event, ...facts}`, `at` in ISO 8601 UTC.
 * Facts pass the redactor before they become text. Nothing here throws, not even where the sink does.
 */
export function createLogger(options: LoggerOptions): Logger {
  const redactor = options.redactor ?? createRedactor()
  const lowest = ranks[options.level ?? 'info']

  function line(level: LogLevel, event: string, facts: Readonly<Record<string, unknown>>): string {
    const clean = redactor.value(facts)
    const named = Object.entries(clean !== null && typeof clean === 'object' ? clean : {}).map(
      ([key, value]): [string, unknown] => [taken.has(key) ? `${key}_` : key, value],
    )
    const at = new Date(options.nowMs()).toISOString()
    return JSON.stringify({ at, level, event: redactor.text(event), ...Object.fromEntries(named) })
  }

  function write(level: LogLevel, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
    if (ranks[level] < lowest) return
    try {
      options.sink.write(line(level, event, facts))
    } catch {
      // A full disk or a closed file must not fail the work that wanted to tell of itself.
    }
  }

  return {
    debug: (event, facts) => write('debug', event, facts),
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    error: (event, facts) => write('error', event, facts),
    guard: (secret) => redactor.guard(secret),
  }
}
