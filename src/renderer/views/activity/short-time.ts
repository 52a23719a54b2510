const dayMs = 86_400_000

/**
 * Returns a time in short form: the time of day within the last day, date and time within this year, the date alone
 * for earlier years.
 */
export function shortTime(atMs: number, locale: string, nowMs: number = Date.now()): string {
  const isRecent = Math.abs(nowMs - atMs) < dayMs
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    ...(isRecent ? {} : { day: 'numeric', month: 'short' }),
    ...(isThisYear ? {} : { year: 'numeric' }),
    ...(isRecent || isThisYear ? { hour: '2-digit', minute: '2-digit', hour12: false } : {}),
  }).format(atMs)
}
