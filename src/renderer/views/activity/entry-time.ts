const dayMs = 86_400_000

/**
 * Returns when an entry was made: the time of day if that is less than 24 hours from now, date and time within this
 * year, else the date with its year. Times are in the zone of this machine.
 */
export function entryTime(atMs: number, nowMs: number, locale: string): string {
  const isRecent = Math.abs(nowMs - atMs) < dayMs
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
  const date = { day: 'numeric', month: 'short' } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const shown = isRecent ? time : isThisYear ? { ...date, ...time } : { ...date, year: 'numeric' as const }
  return new Intl.DateTimeFormat(locale, shown).format(atMs)
}
