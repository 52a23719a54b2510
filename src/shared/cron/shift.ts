import { type CronSchedule, parseCron } from './parse.ts'

const hoursADay = 24
const minutesAnHour = 60

/**
 * Returns the expression with every run moved by `minutes` (negative for earlier), or null if the five fields of
 * crontab(5) cannot express the result. That is so if the hours are limited and only some of the minutes would move
 * into the next hour. It is also so if runs would cross midnight and a day of the month or a month is set, because
 * months differ in length, or if weekdays are set and only some runs would cross midnight. Macros are written out.
 * Fields that do not move keep their text. Returns null for everything that `parseCron` refuses, including `@reboot`,
 * and for `minutes` that is not a whole number.
 */
export function shiftCron(expr: string, minutes: number): string | null {
  const read = parseCron(expr)
  if (!read.ok || !Number.isInteger(minutes)) return null
  if (minutes === 0) return read.expr
  const { minute, hour } = read.fields
  const byMinutes = ((minutes % minutesAnHour) + minutesAnHour) % minutesAnHour
  const byHours = (minutes - byMinutes) / minutesAnHour
  const carries = new Set(minute.values.map((value) => Math.floor((value + byMinutes) / minutesAnHour)))
  const everyHour = hour.values.length === hoursADay
  if (carries.size > 1 && !everyHour) return null
  const days = new Set(
    [...carries].flatMap((carry) => hour.values.map((value) => Math.floor((value + byHours + carry) / hoursADay))),
  )
  const dayTexts = shiftDays(read, days)
  if (dayTexts === null) return null
  const [carry = 0] = carries
  const [minuteText = '', hourText = ''] = read.expr.split(' ')
  return [
    byMinutes === 0 ? minuteText : fieldText(rotated(minute.values, byMinutes, minutesAnHour), minutesAnHour - 1),
    everyHour || byHours + carry === 0
      ? hourText
      : fieldText(rotated(hour.values, byHours + carry, hoursADay), hoursADay - 1),
    ...dayTexts,
  ].join(' ')
}

/** Moves the three day fields by whole days. `days` holds the numbers of days: one value if all runs move alike. */
function shiftDays({ expr, fields }: CronSchedule, days: ReadonlySet<number>): readonly string[] | null {
  const [, , dayText = '', monthText = '', weekdayText = ''] = expr.split(' ')
  const texts = [dayText, monthText, weekdayText]
  const [by = 0] = days
  if (days.size === 1 && by === 0) return texts
  if (fields.day.values.length < 31 || fields.month.values.length < 12) return null
  if (fields.weekday.values.length === 7) return texts
  return days.size > 1 ? null : [dayText, monthText, fieldText(rotated(fields.weekday.values, by, 7), 6)]
}

function rotated(values: readonly number[], by: number, cycle: number): readonly number[] {
  return values.map((value) => (((value + by) % cycle) + cycle) % cycle).sort((a, b) => a - b)
}

/** Writes values from 0 to `high` in the shortest form of crontab(5): `*`, `2-57/5`, `1-5`, `0,30`. */
function fieldText(values: readonly number[], high: number): string {
  if (values.length === high + 1) return '*'
  const [first = 0, second = 0] = values
  const last = values.at(-1) ?? first
  const step = second - first
  const even = values.length > 2 && values.every((value, at) => value === first + at * step)
  if (!even) return values.join(',')
  if (step === 1) return `${first}-${last}`
  return first === 0 && last + step > high ? `*/${step}` : `${first}-${last}/${step}`
}
