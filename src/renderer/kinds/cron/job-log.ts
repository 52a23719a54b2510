import type { CronLogEntry } from '../../../shared/model/cron-logs.ts'

/** Returns how a logged run went, as far as the panel says. */
export function runState(entry: CronLogEntry): 'ok' | 'failed' | 'unknown' {
  return entry.ok === null ? 'unknown' : entry.ok ? 'ok' : 'failed'
}

/**
 * Returns a duration in the locale: `350 ms`, `2.5 sec`, `42 sec`, `2.2 min`, `2.5 hr`. Seconds are used up to two
 * minutes, minutes up to two hours.
 */
export function durationText(ms: number, locale: string): string {
  const [unit, value] =
    ms < 1000
      ? (['millisecond', ms] as const)
      : ms < 120_000
        ? (['second', ms / 1000] as const)
        : ms < 7_200_000
          ? (['minute', ms / 60_000] as const)
          : (['hour', ms / 3_600_000] as const)
  const digits = value < 10 && unit !== 'millisecond' ? 1 : 0
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value)
}

/** Returns a log as plain text for the clipboard: the facts of each run, its output below, an empty line between. */
export function logText(entries: readonly CronLogEntry[]): string {
  return entries
    .map((entry) => {
      const facts = [
        entry.at,
        entry.ok === null ? null : runState(entry),
        entry.exitCode === null ? null : `exit ${entry.exitCode}`,
        entry.durationMs === null ? null : `${entry.durationMs} ms`,
      ].filter((fact) => fact !== null)
      return [facts.join(' · '), entry.text].filter(Boolean).join('\n')
    })
    .join('\n\n')
}
