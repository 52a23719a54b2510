/** The parts of a date or a time that a text can show. */
const parts = {
  /** "19 Nov 2026" */
  date: { dateStyle: 'medium' },
  /** "19 Nov" */
  day: { day: 'numeric', month: 'short' },
  /** "Thu" */
  weekday: { weekday: 'short' },
  /** "2026" */
  year: { year: 'numeric' },
  /** "19/11/2026", to compare days */
  fullDay: { year: 'numeric', month: '2-digit', day: '2-digit' },
  /** "03:00" */
  time: { hour: '2-digit', minute: '2-digit' },
  /** "19 Nov, 03:00" */
  dayTime: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  /** "Thu, 19 Nov, 03:00" */
  weekdayTime: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  /** "Thu, 19 Nov 2026, 03:00" */
  weekdayYearTime: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  },
  /** "19/11/2026, 03:00" */
  shortDateTime: { dateStyle: 'short', timeStyle: 'short' },
  /** "19 Nov 2026, 03:00:00 GMT+7" */
  full: { dateStyle: 'medium', timeStyle: 'long' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

const made = new Map<string, Intl.DateTimeFormat>()

/**
 * Returns the format of dates and times, for a zone of Intl or this machine's. Every time on the screens is formatted
 * by it, on a clock of 24 hours, as servers, schedules and logs have it. Each format is created once, because creating
 * one is too slow for each cell.
 * @throws RangeError for a zone that this machine does not know
 */
export function timeFormat(show: keyof typeof parts, locale: string, zone?: string): Intl.DateTimeFormat {
  const key = `${locale} ${zone ?? ''} ${show}`
  const known = made.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locale, {
    ...parts[show],
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  made.set(key, format)
  return format
}
