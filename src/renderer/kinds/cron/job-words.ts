import type { JobHealth } from '../../../shared/cron/index.ts'
import { absoluteTime } from '../../composables/relative-time.ts'
import { useText } from '../../i18n/index.ts'
import type { JobRow } from './job-rows.ts'
import { shortTime, timeMs, wallTime } from './schedule/server-clock.ts'

/** Returns functions that put jobs, their states and their times into the user's language. */
export function useJobWords() {
  const { t, tn, locale } = useText()

  /** A time on the server's clock, for a sentence; on this machine's clock if the server's is not known. */
  const at = (row: JobRow, ms: number | null): string =>
    ms === null ? t('state.never') : wallTime(ms, row.clock.zone, locale.value, row.readAtMs)

  const missedText = (row: JobRow, { missedCount, missedMore, sinceMs }: JobHealth): string => {
    const since = at(row, sinceMs)
    if (missedMore) return tn('cron.told.missedMore', missedCount, { at: since })
    return missedCount === 1 ? t('cron.told.late', { at: since }) : tn('cron.told.missed', missedCount, { at: since })
  }

  return {
    at,
    /** For the status pill: "Failing", "Missed 8". */
    state: (health: JobHealth): string => {
      if (health.state !== 'missed') return t(`cron.state.${health.state}`)
      return tn(health.missedMore ? 'cron.missedMany' : 'cron.missedCount', health.missedCount)
    },
    /** Sentences that explain the state, and the missed runs of a job whose state is something else. */
    explain: (row: JobRow, health: JobHealth): readonly string[] => {
      const { state, missedCount } = health
      if (state === 'late' || state === 'missed') return [missedText(row, health)]
      if (state === 'ok') return [t(row.clock.zone === null ? 'cron.told.okUnknown' : 'cron.told.ok')]
      const stateText =
        state === 'failing'
          ? t('cron.told.failing', { at: at(row, timeMs(row.job.lastRunAt)) })
          : t(`cron.told.${state}`)
      // A failing job's `sinceMs` is its failed run, so the first missed run is not known here.
      const missedRuns =
        missedCount === 0
          ? []
          : [
              state === 'failing'
                ? tn('cron.told.missed', missedCount, { at: at(row, health.sinceMs) })
                : missedText(row, health),
            ]
      return [stateText, ...missedRuns]
    },
    /** For a column: "today 03:00", "May 18, 03:00" on the server's clock, or this machine's if that is not known. */
    short: (row: JobRow, ms: number | null, nowMs: number): string => {
      if (ms === null) return ''
      const { today, text } = shortTime(ms, row.clock.zone, locale.value, nowMs)
      return today ? t('cron.time.today', { time: text }) : text
    },
    /** A time on the server's clock, if that is known, and on this machine's clock, for a tooltip; empty for never. */
    bothClocks: (row: JobRow, ms: number | null, nowMs: number): string => {
      if (ms === null) return ''
      const own = absoluteTime(ms, locale.value)
      return row.clock.zone === null
        ? t('common.hereTime', { own })
        : t('cron.time.both', { server: wallTime(ms, row.clock.zone, locale.value, nowMs), own })
    },
  }
}
