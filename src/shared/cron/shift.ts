import { type CronSchedule, parseCron } from './parse.ts'

const hoursADay = 24
const minutesAnHour = 60

/**
 * The expression with every run moved by `minutes` (negative for earlier), or null where five fields of crontab(5)
 * cannot say that: where some of its minutes would move into the next hour and others not while its hours are limited,
 * or where runs would cross midnight and a day of the month or a month is set, for months differ in length. Macros are
 * written out; fields that do not move keep their text. Null for what `parseCron` refuses, `@reboot` among it.
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

/** The three day fields moved by whole days; `days` holds by how many, one value where all runs move alike. */
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

/** Values from 0 to `high` as short as crontab(5) has it: `*`, `2-57/5`, `1-5`, `0,30`. */
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
