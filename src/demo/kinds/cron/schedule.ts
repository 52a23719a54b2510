import { Cron } from 'croner'

const macros: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
])
const value = '(?:\\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)'
const part = `(?:\\*|${value}(?:-${value})?)(?:/\\d{1,2})?`
/** Matches one of the classic five fields. Refuses other schedulers' extensions (L, W, #, ?), as a plain cron does. */
const field = new RegExp(`^${part}(?:,${part})*$`, 'i')

/** Returns the five fields of a macro (crontab(5)), and any other text as it is. */
export const withoutMacro = (expression: string): string => macros.get(expression.trim().toLowerCase()) ?? expression

/** Parses the expression for croner. Throws RangeError if it is not a cron expression. */
function parsed(expression: string, utcOffsetMinutes: number): Cron {
  const text = expression.trim()
  const fields = text.split(/\s+/)
  const known = macros.has(text.toLowerCase()) || (fields.length === 5 && fields.every((one) => field.test(one)))
  if (!known) throw new RangeError('Not a cron expression')
  try {
    return new Cron(text, { paused: true, mode: '5-part', utcOffset: utcOffsetMinutes })
  } catch (cause) {
    throw new RangeError('Not a cron expression', { cause })
  }
}

/** Tells whether a panel accepts this expression: five fields (crontab(5)) or a macro such as `@daily`. */
export function isCronExpression(expression: string): boolean {
  try {
    parsed(expression, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Returns the first run after `afterMs` on a clock `utcOffsetMinutes` east of UTC, or null if there is none. Throws
 * RangeError on a bad expression.
 */
export function nextRunMs(expression: string, afterMs: number, utcOffsetMinutes: number): number | null {
  return parsed(expression, utcOffsetMinutes).nextRun(new Date(afterMs))?.getTime() ?? null
}

/** Returns up to `count` runs before `beforeMs`, newest first. Throws RangeError on a bad expression. */
export function previousRunsMs(
  expression: string,
  beforeMs: number,
  utcOffsetMinutes: number,
  count: number,
): readonly number[] {
  return parsed(expression, utcOffsetMinutes)
    .previousRuns(count, new Date(beforeMs))
    .map((run) => run.getTime())
}
