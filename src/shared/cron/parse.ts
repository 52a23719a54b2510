import { macroFields } from './plain-schedule.ts'
import { type CronField, cronFields, type FieldProblem, type FieldValues, parseField } from './fields.ts'

/** Why an expression is refused. `reboot` is valid in a crontab but names no time, so no run can be computed. */
export type CronProblem = FieldProblem | 'empty' | 'too-long' | 'field-count' | 'macro-unknown' | 'reboot'

/**
 * What a person may want to know about a valid expression:
 * `macro`: it is written as `@daily` or the like. The API document shows five fields, so a panel may refuse it.
 * `either-day`: day of month and weekday are both set, and crontab runs when either fits.
 * `both-days`: one of the two starts with `*` and a step, and then both must fit.
 * `short-months`: it runs only in months that have that day.
 * `never-runs`: none of its months has that day.
 * `uneven-step`: the steps start again each hour or day, so the last gap is shorter.
 */
export type CronFlag = 'macro' | 'either-day' | 'both-days' | 'short-months' | 'never-runs' | 'uneven-step'

export interface CronSchedule {
  readonly ok: true
  /** The five fields, separated by single spaces. A macro is written out. */
  readonly expr: string
  /** The macro in lower case, or null. */
  readonly macro: string | null
  readonly fields: Readonly<Record<CronField, FieldValues>>
  readonly flags: readonly CronFlag[]
}

export interface CronRefusal {
  readonly ok: false
  readonly problem: CronProblem
  /** The field that has the problem, or null if the problem is not in one field. */
  readonly field: CronField | null
}

const longestExpr = 200

/**
 * Reads a cron expression by the rules of Vixie cron's crontab(5): five fields with names, lists, ranges and steps, 7
 * for Sunday, and the @ macros. Seconds, years and the symbols of other schedulers are refused, because the panel's
 * crontab would run them differently. Never throws.
 */
export function parseCron(text: string): CronSchedule | CronRefusal {
  const typed = text.trim()
  if (typed === '') return refuse('empty')
  if (typed.length > longestExpr) return refuse('too-long')
  const macro = typed.startsWith('@') ? typed.toLowerCase() : null
  if (macro === '@reboot') return refuse('reboot')
  const expr = macro === null ? typed : macroFields(macro)
  if (expr === undefined) return refuse('macro-unknown')
  const parts = expr.split(/[ \t]+/)
  if (parts.length !== cronFields.length) return refuse('field-count')
  const fields: Partial<Record<CronField, FieldValues>> = {}
  for (const [index, name] of cronFields.entries()) {
    const read = parseField(name, parts[index] ?? '')
    if (!read.ok) return refuse(read.problem, name)
    fields[name] = read.field
  }
  const whole = fields as Record<CronField, FieldValues>
  return { ok: true, expr: parts.join(' '), macro, fields: whole, flags: flagsOf(whole, macro) }
}

/** Tells whether the date fits the schedule. `month` is 1–12, `weekday` is 0–6 with 0 for Sunday. */
export function fitsDay(
  fields: CronSchedule['fields'],
  date: { day: number; month: number; weekday: number },
): boolean {
  if (!fields.month.values.includes(date.month)) return false
  const day = fields.day.values.includes(date.day)
  const weekday = fields.weekday.values.includes(date.weekday)
  return needsBothDays(fields) ? day && weekday : day || weekday
}

/** Tells whether both day fields must fit. Vixie cron joins them by "and" if either starts with `*`, else by "or". */
export function needsBothDays(fields: CronSchedule['fields']): boolean {
  return fields.day.star || fields.weekday.star
}

function flagsOf(fields: CronSchedule['fields'], macro: string | null): readonly CronFlag[] {
  const flags: CronFlag[] = macro === null ? [] : ['macro']
  const { day, month, weekday, minute, hour } = fields
  const limited = { day: day.values.length < 31, weekday: weekday.values.length < 7 }
  if (!needsBothDays(fields)) flags.push('either-day')
  else if (limited.day && limited.weekday) flags.push('both-days')
  const first = day.values[0] ?? 1
  if (needsBothDays(fields) && first > 28) {
    const fitting = month.values.filter((value) => first <= daysOf(value)).length
    if (fitting === 0) flags.push('never-runs')
    else if (fitting < month.values.length || (first === 29 && month.values.includes(2))) flags.push('short-months')
  }
  if (minute.unevenStep || hour.unevenStep) flags.push('uneven-step')
  return flags
}

/** Returns the greatest number of days in a month: 29 for February. */
function daysOf(month: number): number {
  return month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31
}

function refuse(problem: CronProblem, field: CronField | null = null): CronRefusal {
  return { ok: false, problem, field }
}
