import type { CronLogEntry } from '../../../shared/model/cron.ts'

/** Returns how a logged run went, as far as the panel says. */
export function runState(entry: CronLogEntry): 'ok' | 'failed' | 'unknown' {
  return entry.ok === null ? 'unknown' : entry.ok ? 'ok' : 'failed'
}

/** Returns a duration in the largest unit with a readable figure: `350 ms`, `12 s`, `4 min`, `2.5 hr` in the locale. */
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

/** Returns a log as plain text for the clipboard: a head line for each run, its output below, an empty line between. */
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
