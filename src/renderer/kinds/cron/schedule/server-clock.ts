import {
  type CronZone,
  isKnownZone,
  offsetAt,
  offsetText,
  panelTimeMs,
  serverZone,
} from '../../../../shared/cron/index.ts'
import { timeFormat } from '../../../i18n/time-formats.ts'
import type { CronJob } from '../../../../shared/kinds/cron.ts'
import type { ServerStatus } from '../../../../shared/model/inventory.ts'
import type { ServerProfile } from '../../../../shared/model/server.ts'

/** The clock for a server's times: a zone that the user set (`pinned`), or the offset in the panel's own times. */
export type ServerClock =
  | { readonly source: 'pinned'; readonly zone: string }
  | { readonly source: 'offset'; readonly zone: number }
  | { readonly source: 'unknown'; readonly zone: null }

/**
 * Returns the clock of a server. A pinned zone comes first, because only a zone knows daylight saving time. Next is
 * the offset that core read from the panel's times, then the offset in the times of `job`. A pinned zone that this
 * machine does not know is ignored.
 */
export function clockOf(
  server: Pick<ServerProfile, 'timeZone'>,
  status: Pick<ServerStatus, 'utcOffsetMin'> | undefined,
  job?: Pick<CronJob, 'lastRunAt' | 'nextRunAt' | 'updatedAt' | 'createdAt'>,
): ServerClock {
  if (server.timeZone && isKnownZone(server.timeZone)) return { source: 'pinned', zone: server.timeZone }
  const reported = status?.utcOffsetMin ?? null
  const offset =
    reported ?? (job ? serverZone(null, [job.updatedAt, job.createdAt, job.lastRunAt, job.nextRunAt]) : null)
  return typeof offset === 'number' ? { source: 'offset', zone: offset } : { source: 'unknown', zone: null }
}

/** Returns a zone as Intl takes it. Offsets are names too (`+07:00`, ECMA-402). Undefined is this machine's zone. */
function zoneName(zone: CronZone | null): string | undefined {
  return zone === null ? undefined : typeof zone === 'number' ? offsetText(zone) : zone
}

function isSameYear(ms: number, nowMs: number, locale: string, zone: string | undefined): boolean {
  const { format } = timeFormat('year', locale, zone)
  return format(ms) === format(nowMs)
}

/** "Mon, May 18, 03:00" on a clock. The year is added if it is not that of `nowMs`. Zone null is this machine's. */
export function wallTime(ms: number, zone: CronZone | null, locale: string, nowMs: number): string {
  const name = zoneName(zone)
  return timeFormat(isSameYear(ms, nowMs, locale, name) ? 'weekdayTime' : 'weekdayYearTime', locale, name).format(ms)
}

/**
 * "03:00" if the time is today on that clock, "May 18, 03:00" for another day of this year, "May 18, 2027" for another
 * year. For a column with little space. Zone null is this machine's.
 */
export function shortTime(
  ms: number,
  zone: CronZone | null,
  locale: string,
  nowMs: number,
): { readonly today: boolean; readonly text: string } {
  const name = zoneName(zone)
  const { format: dayOf } = timeFormat('fullDay', locale, name)
  const today = dayOf(ms) === dayOf(nowMs)
  const show = today ? 'time' : isSameYear(ms, nowMs, locale, name) ? 'dayTime' : 'date'
  return { today, text: timeFormat(show, locale, name).format(ms) }
}

/** Whether a server's clock and this machine's clock show the same time at each of these times. */
export function showsLocalTime(zone: CronZone, instants: readonly number[]): boolean {
  return instants.every((ms) => offsetAt(zone, ms) === -new Date(ms).getTimezoneOffset())
}

/** "+07:00", also for a named zone at that time. */
export function offsetLabel(zone: CronZone, ms: number): string {
  return offsetText(offsetAt(zone, ms))
}

/** Milliseconds of a time as a panel prints it; null for never, and for a time that cannot be read. */
export const timeMs = panelTimeMs
