import type { LogSink } from '../ports.ts'
import { createRedactor, type Redactor } from './redact.ts'
import type { Logger, LogLevel } from './types.ts'

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** Names that a fact may not have, because the line itself uses them. */
const reservedNames = new Set(['at', 'level', 'event'])

interface LoggerOptions {
  readonly sink: LogSink
  /** Lines below this level are not written; `info` by default. */
  readonly level?: LogLevel
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** Shared with other code that lets text leave the app. A new one by default. */
  readonly redactor?: Redactor
}

/**
 * Creates a logger that writes one JSON object per line: `{at, level, event, ...facts}`, with `at` in ISO 8601 UTC.
 * Facts pass the redactor before they become text. Never throws, not even if the sink does.
 */
export function createLogger(options: LoggerOptions): Logger {
  const redactor = options.redactor ?? createRedactor()
  const lowest = ranks[options.level ?? 'info']

  function line(level: LogLevel, event: string, facts: Readonly<Record<string, unknown>>): string {
    const clean = redactor.value(facts)
    const named = Object.entries(clean !== null && typeof clean === 'object' ? clean : {}).map(
      ([key, value]): [string, unknown] => [reservedNames.has(key) ? `${key}_` : key, value],
    )
    const at = new Date(options.nowMs()).toISOString()
    return JSON.stringify({ at, level, event: redactor.text(event), ...Object.fromEntries(named) })
  }

  function write(level: LogLevel, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
    if (ranks[level] < lowest) return
    try {
      options.sink.write(line(level, event, facts))
    } catch {
      // A full disk or a closed file must not fail the work that is being logged.
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
